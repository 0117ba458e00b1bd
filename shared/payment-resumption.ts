import { stateOf } from './payment.ts';
import type { CreationDependencies } from './payment-creation.ts';
import type { StoredPayment } from './payment-item.ts';
import type { CreatedPayment, CreationPlan } from './payment-provider.ts';
import { ProviderRejected, ProviderUnavailable } from './provider-error.ts';
import type { PaymentRead } from './sync.ts';

/** What is to be done about a creation that somebody began before: nothing, or the request for this payment. */
interface Resumption {
  readonly payment: StoredPayment;
  readonly made: CreatedPayment | undefined;
}

type Dependencies<Client> = Pick<CreationDependencies<Client>, 'payments' | 'payerFlows' | 'watch' | 'store'>;

/**
 * Finds out what became of a creation whose answer was lost, where we chose the handle. One whose payer cannot go on
 * without that answer is ended and made anew, under a handle that is stored before; so there are never two that can be paid.
 * @throws what the provider's client throws, and ProviderUnavailable while nobody can tell
 */
export const madeBefore = async <Client>(
  payment: StoredPayment,
  plan: CreationPlan<Client>,
  client: Client,
  dependencies: Dependencies<Client>,
): Promise<Resumption> => {
  const { payerFlows } = dependencies;
  const { providerPaymentId, known } = payment;
  // A look has found it, and that it ended or was paid. The provider may have forgotten it, and would make it once more.
  if (providerPaymentId !== undefined && stateOf(known) !== 'open')
    return { payment, made: { providerPaymentId, operations: known.operations, payer: {} } };
  const at = handleOf(payment, client, dependencies);
  const read = (handle: string) => dependencies.watch(dependencies.payments.read(client, handle, { references: [] }));
  for (let earlier = 1; earlier < at.attempt; earlier += 1) {
    const paid = await endEarlier(at.handleFor(earlier), client, dependencies, read);
    if (paid) return { payment: await choose(payment, earlier, at.handleFor(earlier), dependencies), made: paid };
  }
  const found = await read(at.handle);
  if (!found && providerPaymentId !== undefined) throw new ProviderUnavailable('what was there is not found');
  if (!found) return { payment, made: undefined };
  const isReached = !plan.needsAnswer || !isOpen(found) || (await payerFlows?.find(payment)) !== undefined;
  if (isReached) return { payment, made: madeOf(at.handle, found) };

  const next = await choose(payment, at.attempt + 1, at.handleFor(at.attempt + 1), dependencies);
  const paid = await endEarlier(at.handle, client, dependencies, read);
  if (paid) return { payment: await choose(next, at.attempt, at.handle, dependencies), made: paid };
  return { payment: next, made: undefined };
};

const isOpen = ({ snapshot }: PaymentRead): boolean =>
  snapshot.openness === 'open' && snapshot.transactions.length === 0;

const madeOf = (providerPaymentId: string, { snapshot }: PaymentRead): CreatedPayment => ({
  providerPaymentId,
  operations: snapshot.operations,
  payer: {},
});

const handleOf = <Client>(
  { paymentId, attempt = 1 }: StoredPayment,
  client: Client,
  { payments }: Dependencies<Client>,
) => {
  const handleFor = (which: number): string => {
    const handle = payments.handleFor?.(client, paymentId, which);
    if (handle === undefined) throw new ProviderUnavailable('its handle was chosen under other settings');
    return handle;
  };
  return { attempt, handle: handleFor(attempt), handleFor };
};

const choose = async <Client>(
  payment: StoredPayment,
  attempt: number,
  handle: string,
  { store }: Dependencies<Client>,
): Promise<StoredPayment> => {
  const chosen = await store.handles.choose(payment, attempt, handle);
  if (!chosen) throw new ProviderUnavailable('another request is at it');
  return chosen;
};

/**
 * Ends a creation of the payment that nobody can pay any more, and makes sure of it.
 * @returns it, when it was paid or may have been
 */
const endEarlier = async <Client>(
  handle: string,
  client: Client,
  { payments, watch }: Dependencies<Client>,
  read: (handle: string) => Promise<PaymentRead | undefined>,
): Promise<CreatedPayment | undefined> => {
  try {
    await watch(payments.abort.call(client, handle, {}));
  } catch (error) {
    // It may have ended otherwise: what it says of itself decides.
    if (!(error instanceof ProviderRejected) || [401, 403].includes(error.httpStatus)) throw error;
  }
  const found = await read(handle);
  if (!found || isOpen(found)) throw new ProviderUnavailable('an earlier creation has not ended');
  const { openness, transactions } = found.snapshot;
  return openness === 'aborted' || (openness === 'failed' && transactions.length === 0)
    ? undefined
    : madeOf(handle, found);
};
