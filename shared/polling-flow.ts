import * as z from 'zod';
import type { Question } from './question.ts';

/** What a person reads; both languages, always. */
export interface Message {
  readonly sv: string;
  readonly en: string;
}

/** An account that the payer may choose; its own, so all of it is shown. */
const offeredAccount = z.strictObject({
  accountId: z.string().meta({ description: 'What the answer names' }),
  bank: z.string().nullable().meta({ description: "The bank's code" }),
  name: z.string().nullable(),
  holderName: z.string().nullable(),
  clearingNumber: z.string(),
  accountNumber: z.string(),
  autogiro: z
    .enum(['approved', 'unknown'])
    .meta({ description: 'With `unknown` the bank has not said whether it takes autogiro: warn' }),
});

/** What the payer must be shown now. Absent parts are not to be shown: the code disappears once the app is open. */
export const view = z
  .strictObject({
    qr: z
      .string()
      .startsWith('data:image/')
      .meta({ description: 'A picture as a data URL; changes about once a second' }),
    autoStartToken: z.string(),
    launch: z
      .strictObject({ ios: z.url(), android: z.url(), desktop: z.url() })
      .meta({ description: 'Links that start the app on the same device; use each order once' }),
    swish: z
      .strictObject({
        token: z.string().meta({ description: "Swish's token of the payment request" }),
        launchUrl: z.string().startsWith('swish://').meta({ description: 'Opens Swish on the same device' }),
        qrContent: z.string().meta({ description: 'The text to draw as a QR code, for Swish on another device' }),
      })
      .meta({ description: 'Only where Swish gave a token for the payment request' }),
    redirectUrl: z
      .url({ protocol: /^https?$/ })
      .meta({ description: "The provider's page, to be opened as a redirect or in a frame" }),
    approval: z
      .strictObject({
        text: z
          .strictObject({ sv: z.string(), en: z.string() })
          .meta({ description: 'To be shown whole before the payer confirms' }),
        accounts: z.array(offeredAccount),
      })
      .meta({ description: 'What the payer is asked to approve, and the accounts to choose from' }),
  })
  .partial()
  .meta({ id: 'View' });
export type View = z.infer<typeof view>;

/** What every start may carry beside the flow's own fields. */
export const startEnvelope = z.strictObject({
  merchantReference: z
    .string()
    .regex(/^[\w.:/-]{1,64}$/, 'must be 1 to 64 letters, digits or _ . : / -')
    .optional()
    .meta({ description: "The merchant's own reference; comes back in reads and events. No personal data." }),
  returnUrl: z
    .url({ protocol: /^https?$/ })
    .max(512)
    .optional()
    .meta({ description: 'Where the app sends the person back to, on iOS. No personal data.' }),
});

/** What the machinery hands a flow beside its own request. */
export interface StartContext {
  readonly returnUrl: string | undefined;
}

export interface PollContext<Memory> extends StartContext {
  /** What the start kept; undefined where it keeps nothing. */
  readonly memory: [Memory] extends [never] ? undefined : Memory;
  /** Milliseconds, as Date.now. */
  readonly now: number;
}

export interface Started<Hint extends string, Memory = never> {
  /** The provider's handle of the order; may be as good as a password, so it stays in the personal table. */
  readonly reference: string;
  readonly hint: Hint | MachineryHint;
  readonly view: View;
  /** What later looks need of the request. It lies with the flow in the personal table, and goes when the flow ends. */
  readonly memory?: Memory;
}

/** What one look at the provider found. Whether a deadline or a cancellation ended the flow is not the provider's to say. */
export type Outcome<Hint extends string, Result, Memory = never> =
  | { readonly status: 'pending'; readonly hint: Hint | MachineryHint; readonly view: View }
  /** The order died because nobody opened it: within the flow's deadline a new one is started and the flow goes on. */
  | { readonly status: 'unattended'; readonly hint: Hint }
  /** The provider's part is done, and the flow's question is the payer's to answer. */
  | { readonly status: 'asking'; readonly hint: Hint; readonly view: View; readonly memory: Memory }
  | { readonly status: 'complete'; readonly result: Result }
  | { readonly status: 'failed' | 'cancelled'; readonly hint: Hint };

/** What looking at a flow takes; how it is started stands beside it. */
export interface PollableFlow<Client, Hint extends string, Result, Memory = never> {
  /** Unique and kebab-case; in reads, events and the machine's name. */
  readonly name: string;
  readonly result: z.ZodType<Result>;
  readonly hints: Readonly<Record<Hint, Message>>;
  /** What a person notices when this flow's machine fails; becomes the alarm's text. */
  readonly failureImpact: string;
  /** Express ends within five minutes and moves no money; Standard waits for as long as it takes, and looks ever less often. */
  readonly machine: 'express' | 'standard';
  /**
   * Only the provider's word ends such a flow: neither its deadline nor a cancellation may call a payment off that the
   * payer has approved. Its machine is Standard, and its start needs an Idempotency-Key.
   */
  readonly movesMoney: boolean;
  /**
   * Whether the payer scans a code that goes stale. Then a start needs a seat in the rate budget, and its request is kept,
   * to start a new order when nobody has opened the first.
   */
  readonly showsCode: boolean;
  /**
   * From the start; after it the flow is expired, or its outcome is unknown if it moves money. At most 285 on an Express
   * machine, which lives for 300.
   */
  readonly giveUpAfterSeconds: number;
  /** From the start; then the flow and all that it brought back are erased. At most 23 h 45 min (85,500). */
  readonly keepForSeconds: number;
  poll(client: Client, reference: string, context: PollContext<Memory>): Promise<Outcome<Hint, Result, Memory>>;
  /** What the payer is asked once the provider's part is done, and what is made of the answer. */
  readonly question?: Question<Client, unknown, Hint, Result, Memory>;
  /**
   * Asks the provider to stop an order that moves money; what it says at the next look settles the flow. May be called
   * twice. Absent where the provider has no such call.
   */
  cancel?(client: Client, reference: string): Promise<void>;
}

/**
 * A job that a person finishes in an app while we poll the provider. One file describes it; route, machine, grants,
 * alarm and documentation follow from it.
 */
export interface PollingFlow<Client, Request, Hint extends string, Result, Memory = never> extends PollableFlow<
  Client,
  Hint,
  Result,
  Memory
> {
  readonly route: `POST /v1/${string}`;
  readonly summary: string;
  readonly request: z.ZodObject & z.ZodType<Request>;
  readonly maxBodyBytes: number;
  start(client: Client, request: Request, context: StartContext): Promise<Started<Hint, Memory>>;
}

/** A flow among others: its own request, hints and result are known only to itself. */
export type AnyPollingFlow<Client> = PollingFlow<Client, unknown, string, unknown, unknown>;

/** The same where it is only looked at; it may have no start of its own. */
export type AnyPollableFlow<Client> = PollableFlow<Client, string, unknown, unknown> &
  Partial<Pick<AnyPollingFlow<Client>, 'start'>>;

/** Whether a second start could do harm, so that it needs an Idempotency-Key. */
export const needsKey = ({ movesMoney, question }: Pick<AnyPollingFlow<never>, 'movesMoney' | 'question'>): boolean =>
  movesMoney || question !== undefined;

/** What a flow says of a provider's status that it does not know: pending, counted and alarmed, never an end. */
export const unknownStatusHint = 'unknown-status';

/** Hints that the machinery itself gives, whatever the flow. */
export const machineryHints = {
  'provider-unavailable': {
    sv: 'Det tar lite längre tid än vanligt. Vänta kvar.',
    en: 'This takes a little longer than usual. Please stay.',
  },
  [unknownStatusHint]: { sv: 'Arbetar med ärendet.', en: 'Working on it.' },
  'outcome-unknown': {
    sv: 'Vi vet ännu inte om betalningen gick igenom. Vänta på besked innan du betalar igen.',
    en: 'We do not know yet whether the payment went through. Wait for word before you pay again.',
  },
  cancelled: { sv: 'Ärendet avbröts. Du kan börja om.', en: 'The request was stopped. You may start over.' },
  'deadline-passed': { sv: 'Tiden gick ut. Du kan börja om.', en: 'Time ran out. You may start over.' },
} as const satisfies Record<string, Message>;
export type MachineryHint = keyof typeof machineryHints;

/** What the person reads for a hint, whether the flow's own or the machinery's. */
export const messageOf = (
  flow: { readonly hints: Readonly<Record<string, Message>> } | undefined,
  hint: string,
): Message | undefined => flow?.hints[hint] ?? new Map<string, Message>(Object.entries(machineryHints)).get(hint);
