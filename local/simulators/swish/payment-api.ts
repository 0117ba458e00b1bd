import * as z from 'zod';
import { Refused, type Reply, type SimulatorRequest } from '../http.ts';
import type { Provider } from './api.ts';
import { checked, demandOwnAlias, failureOf, jsonOf, object } from './checks.ts';
import { complaint, empty, refused } from './errors.ts';
import { paymentMagic } from './magic.ts';
import type { Payment } from './payments.ts';
import { paymentRequest } from './requests.ts';
import { objectReply, paymentObject } from './views.ts';

const cancellation = z.tuple([
  z.strictObject({ op: z.literal('replace'), path: z.literal('/status'), value: z.literal('cancelled') }),
]);

/** Create, retrieve and cancel of payment requests (swish.md 8, 13). */
export function paymentApi({ payments, settings, acceptsPlainCallbacks }: Provider) {
  const shown = (payment: Payment) => objectReply(paymentObject(payment, settings.values.dateFormat));

  /** Another merchant's is as unknown as one that is not there. */
  function own(request: SimulatorRequest): Payment {
    const payment = payments.find(request.param('id'));
    if (!payment || payment.request.payeeAlias !== request.client) throw new Refused(empty(404));
    return payment;
  }

  return {
    create(request: SimulatorRequest, base: string, id?: string): Reply {
      const body = jsonOf(request, 'application/json', object);
      demandOwnAlias(body['payeeAlias'], request.client);
      const rules = { minimumÖre: settings.values.minimumÖre, acceptsPlainCallbacks };
      const asked = checked(paymentRequest(rules), body, [
        ...(id !== undefined && payments.find(id) ? [complaint('RP09')] : []),
        ...(payments.isWaitingFor(body['payerAlias']) ? [complaint('RP06')] : []),
      ]);
      const failure = failureOf(paymentMagic(asked.message, asked.payerAlias !== undefined));
      const payment = payments.create(asked, id, failure);
      return empty(201, {
        location: `${base}/v1/paymentrequests/${payment.id}`,
        ...(payment.token === null ? {} : { paymentrequesttoken: payment.token }),
      });
    },

    get: (request: SimulatorRequest): Reply => shown(own(request)),

    cancel(request: SimulatorRequest): Reply {
      const body = jsonOf(request, 'application/json-patch+json', z.json());
      const payment = own(request);
      if (!cancellation.safeParse(body).success) throw refused(422, complaint('PA01'));
      if (!payments.cancel(payment)) throw refused(422, complaint('RP07'));
      return shown(payment);
    },
  };
}
