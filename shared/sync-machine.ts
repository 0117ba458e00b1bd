import { SFNClient } from '@aws-sdk/client-sfn';
import { describe, log } from './log.ts';
import { startOnce } from './start-once.ts';
import type { SyncInput } from './sync.ts';

export interface SyncMachine {
  /**
   * Sends somebody to look at a payment, who goes on until every ring has been caught up with. One that runs already
   * under this name is enough.
   * @param after what tells this look from those before: how many rings had been caught up with
   */
  catchUp(paymentId: string, after: string | number): Promise<void>;
  /** Sends somebody who watches a new payment through its first hour. */
  watch(paymentId: string): Promise<void>;
}

export const openSyncMachine = (stateMachineArn: string): SyncMachine => {
  const sfn = new SFNClient();
  const start = (name: string, input: SyncInput) => startOnce(sfn, stateMachineArn, name, input);
  return {
    catchUp: (paymentId, after) => start(`${paymentId}-${after}`, { paymentId, watching: false }),
    watch: (paymentId) => start(`${paymentId}-watch`, { paymentId, watching: true }),
  };
};

/** A machine that cannot be started is no failure: the payment is due, so the clock sends somebody. */
export const orTheClock = async (paymentId: string, started: Promise<void>): Promise<void> => {
  await started.catch((error: unknown) => {
    log.error('sync.not-started', { paymentId, ...describe(error) });
  });
};

/** By provider. */
export const openSyncMachines = (arns: Readonly<Record<string, string>>): ((provider: string) => SyncMachine) => {
  const machines = new Map(Object.entries(arns).map(([provider, arn]) => [provider, openSyncMachine(arn)]));
  return (provider) => {
    const machine = machines.get(provider);
    if (machine === undefined) throw new Error(`no machine for payments at ${provider}`);
    return machine;
  };
};
