import type { Alone } from './change-lease.ts';
import type { StoredFlow } from './stored-flow.ts';
import { attempt } from './operation-attempt.ts';
import { openIntent } from './operation-intent.ts';
import type { AnyPollableFlow } from './polling-flow.ts';
import { ProblemError } from './problem.ts';
import { RefusedForPayer } from './provider-error.ts';
import type { Table } from './table.ts';
import { watchFor } from './watched-store.ts';

/** What an answer is carried out with, beside the flow. */
export interface CarryingOut<Client> {
  /** Where the intent lies, without personal data. */
  readonly ledger: Table;
  readonly macKey: () => Promise<string>;
  /** One whose calls keep within the provider's budget. */
  readonly client: () => Promise<Client>;
  readonly alone: Alone;
}

type CarriedOut =
  | { readonly status: 'complete'; readonly result: unknown }
  | { readonly status: 'failed'; readonly hint: string; readonly result: unknown }
  /** Somebody is at it, or an answer was lost and is looked for after so long. */
  | { readonly status: 'underway'; readonly waitSeconds: number }
  /** Nobody can tell what has been made, so nothing is made again until a person has looked. */
  | { readonly status: 'unclear' };

/**
 * Makes at the provider what the payer has agreed to, under an intent of the flow's own, so that a crash or two looks at
 * once make nothing twice.
 * @throws what is a fault of the provider, or a defect
 */
export const carryOut = async <Client>(
  flow: AnyPollableFlow<Client>,
  { flowId, provider, merchant, merchantReference, memory, answer }: StoredFlow,
  { ledger, macKey, client, alone }: CarryingOut<Client>,
): Promise<CarriedOut> => {
  const { name: operation, question } = flow;
  if (!question) throw new Error(`${operation} asks nothing`);
  try {
    const asked = { macKey: await macKey(), provider, merchant, operation, key: flowId, request: answer };
    const opened = await openIntent(ledger, asked);
    let isRefused = false;
    // A refusal ends the flow: let go before that, another look would ask again, and might get it.
    const intent = { ...opened, release: () => (isRefused ? Promise.resolve() : opened.release()) };
    const means = { watch: watchFor(ledger, provider, merchant), alone };
    const result = await attempt(operation, intent, means, (each) =>
      question.carryOut(client, memory, each, merchantReference).catch((error: unknown) => {
        isRefused = error instanceof RefusedForPayer;
        throw error;
      }),
    );
    return { status: 'complete', result };
  } catch (error) {
    const { cause, ids } = unwrapped(error);
    if (cause instanceof RefusedForPayer)
      return { status: 'failed', hint: cause.hint, result: question.resultOf(memory, ids) };
    if (!(cause instanceof ProblemError)) throw cause;
    const { code, extras } = cause;
    if (code === 'outcome-unknown' && extras.retryable === false) return { status: 'unclear' };
    if (!['in-progress', 'operation-underway', 'outcome-unknown'].includes(code)) throw cause;
    return { status: 'underway', waitSeconds: extras.retryAfterSeconds ?? 1 };
  }
};

/** An attempt that had made something says so around what stopped it. */
const unwrapped = (error: unknown): { cause: unknown; ids: Readonly<Record<string, string>> } =>
  error instanceof ProblemError && error.extras.ids !== undefined
    ? { cause: error.cause, ids: error.extras.ids }
    : { cause: error, ids: {} };
