import { Refused, type Reply, type SimulatorRequest } from '../http.ts';
import { amountFrom, kronorText } from './amounts.ts';
import type { Provider } from './api.ts';
import { checked, demandOwnAlias, failureOf, jsonOf, object } from './checks.ts';
import { complaint, empty, type Complaint } from './errors.ts';
import { refundMagic } from './magic.ts';
import { refundRequest } from './requests.ts';
import { objectReply, refundObject } from './views.ts';

/** Create and retrieve of refunds (swish.md 8, 9.3, 14). */
export function refundApi({ payments, refunds, settings, acceptsPlainCallbacks }: Provider) {
  /** What is wrong between a refund and its payment. */
  function disagreements(body: Record<string, unknown>): Complaint[] {
    const payment = payments.byReference(body['originalPaymentReference']);
    if (payment?.status !== 'PAID') return [complaint('RF02')];
    if (payment.request.payeeAlias !== body['payerAlias']) return [complaint('RF03')];
    const remainder = refunds.remainderOf(payment);
    const öre = amountFrom(0, 'RF08').safeParse(body['amount']).data ?? 0;
    return öre > remainder ? [complaint('RF08', kronorText(remainder))] : [];
  }

  return {
    create(request: SimulatorRequest, base: string, id?: string): Reply {
      const body = jsonOf(request, 'application/json', object);
      demandOwnAlias(body['payerAlias'], request.client);
      const rules = { minimumÖre: settings.values.minimumÖre, acceptsPlainCallbacks };
      const asked = checked(refundRequest(rules), body, [
        ...(id !== undefined && refunds.find(id) ? [complaint('RP09')] : []),
        ...disagreements(body),
      ]);
      const refund = refunds.create(asked, id, failureOf(refundMagic(asked.message)));
      return empty(201, { location: `${base}/v1/refunds/${refund.id}` });
    },

    get(request: SimulatorRequest): Reply {
      const refund = refunds.find(request.param('id'));
      if (!refund || refund.request.payerAlias !== request.client) throw new Refused(empty(404));
      return objectReply(refundObject(refund, settings.values.dateFormat));
    },
  };
}
