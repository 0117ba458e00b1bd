import { connectForFlows } from './connection.ts';
import { FlowStore } from './flow-store.ts';
import { handleOf } from './own-payment.ts';
import type { PaymentDesk } from './payer-flow.ts';
import type { StoredPayment } from './payment-item.ts';
import type { PaymentStore } from './payment-store.ts';
import { pollFlow, pollInput } from './poll.ts';
import type { Provider } from './provider.ts';
import { openSync } from './provider-sync.ts';
import { task } from './task.ts';

/** The poll function of a provider whose payers follow their payments: its looks are syncs. */
export const payerPoll = <Client, Settings, Secret>(provider: Provider<Client, Settings, Secret>) => {
  const { table, budget } = connectForFlows(provider);
  const { sync, store, payments, client, watch } = openSync(provider);
  const { payerFlow } = payments;
  if (!payerFlow) throw new Error(`${provider.name} has no flow for payers`);
  const desk = paymentDesk(store, {
    sync: (paymentId) => sync({ paymentId, watching: false }),
    abort: async (handle) => {
      await watch(payments.abort.call(await client(), handle, {}));
    },
  });
  return task('poll', (event) =>
    pollFlow(pollInput.parse(event).flowId, {
      flows: [payerFlow],
      store: new FlowStore(table),
      budget,
      client: () => Promise.resolve(desk),
      watch: (call) => call,
      now: table.now,
      random: Math.random,
    }),
  );
};

/** Payments as a payer's flow asks for them. */
export const paymentDesk = (
  store: PaymentStore,
  at: { readonly sync: (paymentId: string) => Promise<unknown>; readonly abort: (handle: string) => Promise<void> },
): PaymentDesk => {
  const find = async (paymentId: string): Promise<StoredPayment> => {
    const payment = await store.find(paymentId);
    if (!payment) throw new Error('the payment of a flow is gone');
    return payment;
  };
  return {
    sync: async (paymentId) => {
      await at.sync(paymentId);
      return find(paymentId);
    },
    abort: async (paymentId) => at.abort(handleOf(await find(paymentId), 'abort')),
  };
};
