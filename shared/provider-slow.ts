import * as z from 'zod';
import { asProblem } from './as-problem.ts';
import { connect } from './connection.ts';
import { readEnvironment } from './environment.ts';
import { describe, log } from './log.ts';
import { callbackKeys, macSecret } from './mac-secret.ts';
import { nextPayeeNumber } from './payee-number.ts';
import { carryOutCreation, type CreationDependencies } from './payment-creation.ts';
import type { StoredPayment } from './payment-item.ts';
import { absorb, carryOut, type OperationDependencies, readIfPossible } from './payment-operation.ts';
import { PaymentStore } from './payment-store.ts';
import type { Provider } from './provider.ts';
import { SlowRequests, type SlowTask } from './slow-requests.ts';
import { openSyncMachine } from './sync-machine.ts';
import { openTable } from './table.ts';
import { task } from './task.ts';
import { openTokenVault } from './token-vault.ts';

const slowTask = z.object({ paymentId: z.string(), operationId: z.string(), attempt: z.number() });

export interface SlowDependencies<Client> extends CreationDependencies<Client>, OperationDependencies<Client> {
  readonly requests: SlowRequests;
}

export interface SlowAnswer extends SlowTask {
  readonly status: 'done' | 'refused' | 'gone';
}

/** The function of a provider that carries out what takes longer than the gateway waits: ids in, a status word out. */
export const providerSlow = <Client, Settings, Secret>(provider: Provider<Client, Settings, Secret>) => {
  const { payments } = provider;
  if (!payments) throw new Error(`${provider.name} has no payments`);
  const { client, watch } = connect(provider);
  const environment = readEnvironment(
    z.object({
      PERSONAL_TABLE: z.string(),
      LEDGER_TABLE: z.string(),
      LEDGER_KEY: z.string(),
      MAC_SECRET: z.string(),
      PUBLIC_URL: z.url(),
      SYNC_MACHINE: z.string(),
    }),
  );
  const ledger = openTable(environment.LEDGER_TABLE);
  const machine = openSyncMachine(environment.SYNC_MACHINE);
  const dependencies = {
    provider: provider.name,
    payments,
    store: new PaymentStore(ledger),
    requests: new SlowRequests(openTable(environment.PERSONAL_TABLE)),
    client,
    watch,
    macKey: macSecret(environment.MAC_SECRET),
    callbackKeys: callbackKeys(environment.MAC_SECRET),
    vault: openTokenVault(environment.LEDGER_KEY),
    nextNumber: nextPayeeNumber(ledger, provider.name),
    publicUrl: environment.PUBLIC_URL,
    watchPayment: ({ paymentId }: StoredPayment) => machine.watch(paymentId),
    catchUp: ({ paymentId, completedSync }: StoredPayment) => machine.catchUp(paymentId, completedSync),
    now: ledger.now,
  };
  return task('slow', (event) => runSlow(slowTask.parse(event), dependencies));
};

/** Carries out one task, once. What went wrong is left for the caller who waits. */
export const runSlow = async <Client>(slow: SlowTask, dependencies: SlowDependencies<Client>): Promise<SlowAnswer> => {
  const { store, requests } = dependencies;
  const payment = await store.find(slow.paymentId);
  if (!payment) return { ...slow, status: 'gone' };
  const body = await requests.take(slow);
  if (body === undefined) return { ...slow, status: 'gone' };
  try {
    await (slow.operationId === 'creation'
      ? createAndRead(payment, body, dependencies)
      : operate(slow.operationId, payment, body, dependencies));
    return { ...slow, status: 'done' };
  } catch (error) {
    const problem = asProblem(error);
    if (problem.code === 'internal-error') throw error;
    log.warn('slow.refused', { paymentId: slow.paymentId, code: problem.code, ...describe(error) });
    await requests.refuse(slow, problem);
    return { ...slow, status: 'refused' };
  }
};

/** A recurring payment is authorized in its creation, or failed: who waits for it shall know. */
const createAndRead = async <Client>(
  payment: StoredPayment,
  body: unknown,
  dependencies: SlowDependencies<Client>,
): Promise<void> => {
  const { payments, client, watch } = dependencies;
  const created = await carryOutCreation(payment, payments.creation.plan(body), dependencies);
  const handle = created.payment.providerPaymentId ?? '';
  const read = await readIfPossible(async () => watch(payments.read(await client(), handle, { references: [] })));
  if (read) await absorb(created.payment, read, dependencies);
};

const operate = async <Client>(
  operationId: string,
  payment: StoredPayment,
  body: unknown,
  dependencies: SlowDependencies<Client>,
): Promise<unknown> => {
  const intent = payment.intents[operationId];
  const operation = dependencies.payments.operations.find(({ type }) => type === intent?.type);
  // Taken back or settled meanwhile: there is nothing to ask for.
  if (!intent || !operation || payment.underway?.operationId !== operationId) return undefined;
  return carryOut(operation, { payment, operationId, intent, resumed: false }, body, dependencies);
};
