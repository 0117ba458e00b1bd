import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { newFlowId } from './flow-id.ts';
import type { FlowStore } from './flow-store.ts';
import { describe, log } from './log.ts';
import { mac } from './mac.ts';
import type { Machines } from './machines.ts';
import type { PayerFlow } from './payer-flow.ts';
import type { StoredPayment } from './payment-item.ts';
import { longestLifeSeconds } from './personal-table.ts';
import { describeStart, type StartedFlow } from './start.ts';
import { seconds } from './table.ts';

export interface PayerFlows {
  /** The flow of this creation of the payment; undefined when there never was one, or it is erased. */
  find(payment: StoredPayment): Promise<StartedFlow | undefined>;
  /** Puts it into the personal table, once for each creation. */
  begin(payment: StoredPayment, appToken: string | undefined, returnUrl: string | undefined): Promise<StartedFlow>;
  /** Sends somebody who looks; without it the clock does. */
  watch(flowId: string): Promise<void>;
}

interface PayerFlowDependencies {
  readonly store: FlowStore;
  readonly machines: Machines;
  readonly macKey: () => Promise<string>;
  /** Milliseconds, as Date.now. */
  readonly now: () => number;
}

/** The flows in which payers follow their payments: each has an id that follows from its payment's. */
export const openPayerFlows = (
  payerFlow: PayerFlow,
  provider: string,
  { store, machines, macKey, now }: PayerFlowDependencies,
): PayerFlows => {
  const { name: flow, movesMoney, giveUpAfterSeconds, keepForSeconds } = payerFlow;
  const idOf = (key: string, { paymentId, merchant, createdAt, attempt }: StoredPayment) =>
    newFlowId(key, merchant, createdAt * 1000, mac(key, 'flow-of-payment', paymentId, String(attempt ?? 1)));
  const find = async (payment: StoredPayment): Promise<StartedFlow | undefined> => {
    const key = await macKey();
    const stored = await store.find(idOf(key, payment));
    return stored && describeStart(stored, key);
  };
  return {
    find,

    async begin(payment, appToken, returnUrl) {
      const key = await macKey();
      const flowId = idOf(key, payment);
      const { paymentId, merchant, merchantReference } = payment;
      // Not the payment's: what is found or made anew long after its first try gives its payer the whole time.
      const createdAt = seconds(now());
      const memory = { appToken };
      const stored = {
        flowId,
        flow,
        provider,
        merchant,
        merchantReference,
        returnUrl,
        reference: paymentId,
        status: 'pending' as const,
        movesMoney,
        createdAt,
        deadline: createdAt + giveUpAfterSeconds,
        expiresAt: createdAt + Math.min(keepForSeconds, longestLifeSeconds),
        memory,
        ...payerFlow.begin(memory, returnUrl),
      };
      try {
        await store.create(stored, undefined, undefined);
      } catch (error) {
        const earlier = error instanceof TransactionCanceledException ? await find(payment) : undefined;
        if (!earlier) throw error;
        return earlier;
      }
      log.info('flow.started', { flowId, flow, merchant });
      return describeStart(stored, key);
    },

    watch: (flowId) =>
      machines.start(flow, flowId).catch((error: unknown) => {
        log.error('machine.not-started', { flowId, flow, ...describe(error) });
      }),
  };
};
