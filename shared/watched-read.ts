import { describe, log } from './log.ts';
import { measure } from './metrics.ts';
import { BudgetExhausted, isProviderFault, ProviderUnavailable } from './provider-error.ts';
import type { MakerKind, Sight, WatchedObject } from './watched-object.ts';

export interface ReadDependencies<Client> {
  /** One whose calls keep within the provider's budget, behind everybody who waits for an answer. */
  readonly client: () => Promise<Client>;
  readonly watch: <Answer>(call: Promise<Answer>) => Promise<Answer>;
  /** Seconds. */
  readonly now: () => number;
}

/** The provider did not answer as it should; 0 seconds where it does not say when to come back. */
interface Fault {
  readonly retryAfterSeconds: number;
}

type Read = Sight | Fault | 'budget-exhausted';
export const isFault = (read: Sight | Fault): read is Fault => 'retryAfterSeconds' in read;

/** Reads an object at its provider. */
export const readFrom = async <Client>(
  { pk, provider, id }: Pick<WatchedObject, 'pk' | 'provider' | 'id'>,
  kind: MakerKind<Client>,
  { client, watch, now }: ReadDependencies<Client>,
): Promise<Read> => {
  try {
    return await watch(kind.read(await client(), id, now()));
  } catch (error) {
    if (error instanceof BudgetExhausted) return 'budget-exhausted';
    if (!isProviderFault(error)) throw error;
    measure('ProviderFault', 1, { provider });
    log.warn('look.provider-fault', { object: pk, ...describe(error) });
    return { retryAfterSeconds: error instanceof ProviderUnavailable ? (error.retryAfterSeconds ?? 0) : 0 };
  }
};
