import { bodyOf, checked, type Endpoint, type Reply } from './http.ts';
import { answerPayment } from './payment-answer.ts';
import { handleOf, ownPayment } from './own-payment.ts';
import type { PaymentApi } from './payment-api-dependencies.ts';
import { openReferences } from './payment-item.ts';
import { absorb } from './payment-operation.ts';
import type { PaymentCall } from './payment-provider.ts';
import { ProblemError } from './problem.ts';
import { orTheClock } from './sync-machine.ts';

export const abortEndpoint = <Client>(api: PaymentApi<Client>): Endpoint => {
  const { payments, client, watch, store, machine, now } = api;
  return {
    route: payments.abort.route,
    handle: async (event) => {
      const payment = await ownPayment(event, api);
      if (payment.underway) throw new ProblemError('operation-underway', { retryAfterSeconds: 5 });
      const handle = handleOf(payment, 'abort');
      const refusal = await refusalOf(async () =>
        watch(payments.abort.call(await client(), handle, checked({}, payments.abort.request))),
      );
      // Whatever it answered: the payer may have been faster, and an earlier abort may have lost its answer.
      const read = await watch(payments.read(await client(), handle, { references: openReferences(payment) }));
      if (!read) throw new ProblemError('provider-not-found');
      const aborted = await absorb(payment, read.snapshot, { store, now });
      if (refusal && aborted.known.openness !== 'aborted') throw refusal;
      // A ring, so that the machine's name is one that nobody has used.
      const rung = store.ring(aborted.paymentId);
      await orTheClock(
        aborted.paymentId,
        rung.then((payment) => machine.catchUp(aborted.paymentId, payment?.completedSync ?? 0)),
      );
      return { status: 200, body: answerPayment(aborted) };
    },
  };
};

const refusalOf = async (call: () => Promise<unknown>): Promise<Error | undefined> => {
  try {
    await call();
    return undefined;
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
};

export const tokenDeletionEndpoint = <Client>(
  deletion: NonNullable<PaymentApi<Client>['payments']['tokenDeletion']>,
  api: PaymentApi<Client>,
): Endpoint => {
  const { client, watch, store, vault } = api;
  return {
    route: deletion.route,
    handle: async (event) => {
      const payment = await ownPayment(event, api);
      const request = bodyOf(event, deletion.request);
      const sealed = payment.tokens[request.token];
      if (sealed === undefined)
        throw new ProblemError('token-inactive', { detail: 'The payment has made no such token.' });
      if (sealed !== '') {
        const token = await vault.open(payment.paymentId, request.token, sealed);
        await watch(deletion.call(await client(), token, request));
      }
      const after = await store.dropToken(payment.paymentId, request.token);
      return { status: 200, body: answerPayment(after ?? payment) };
    },
  };
};

export const callEndpoint = <Client>(call: PaymentCall<Client>, api: PaymentApi<Client>): Endpoint => ({
  route: call.route,
  handle: async (event): Promise<Reply> => {
    const payment = await ownPayment(event, api);
    const parameters = Object.entries(event.pathParameters ?? {}).filter(([name]) => name !== 'paymentId');
    const request = call.route.startsWith('POST')
      ? bodyOf(event, call.request)
      : checked(Object.fromEntries(parameters), call.request);
    const answer = await api.watch(call.call(await api.client(), handleOf(payment, call.name), request));
    return { status: 200, body: answer };
  },
});
