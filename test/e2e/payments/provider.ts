import * as z from 'zod';
import { localToken } from '../../../local/simulators/swedbank-pay/defaults.ts';
import { stack } from '../../stack.ts';

const origin = stack.simulators['swedbank-pay'] ?? '';
const simulator = `${origin}/_simulator`;

const control = async (method: 'GET' | 'POST', path: string, body?: object): Promise<unknown> => {
  const answer = await fetch(`${simulator}/${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`the simulator refuses ${path}: HTTP ${answer.status}`);
  return answer.json();
};

/** The usual callbacks: one delivery, a moment later. */
const usual = {
  enabled: true,
  deliveries: null,
  together: 1,
  delaySeconds: 0,
  timeScale: 1,
  beforeAnswer: false,
  reorder: false,
  drop: 0,
  body: 'normal',
};
export const setCallbacks = (callbacks: object): Promise<unknown> =>
  control('POST', 'settings', { callbacks: { ...usual, ...callbacks } });

/** How the provider behaves, until the next reset. */
export const setProvider = (settings: {
  readonly authorizationSeconds?: number;
  readonly nextTransaction?: object;
}): Promise<unknown> => control('POST', 'settings', settings);

export const resetProvider = async (): Promise<void> => {
  await control('POST', 'reset', {});
  await setCallbacks({});
};

/** Trouble for the next call of an operation. With `committed` it has its effect, and only its answer is lost. */
export const fail = (fault: {
  readonly kind: '401' | '500' | 'disconnect' | 'problem' | 'timeout';
  readonly operation: string;
  readonly committed?: boolean;
  readonly status?: number;
  readonly type?: string;
}): Promise<unknown> => control('POST', 'faults', { count: 1, ...fault });

/** What Swedbank Pay refuses in one breath, and nothing is done. */
export const refuse = (operation: string, type = 'invoice/forbidden'): Promise<unknown> =>
  fail({ kind: 'problem', status: 403, type, operation });

const payments = z.object({
  payments: z.array(
    z.looseObject({
      guid: z.string(),
      urls: z.looseObject({ callbackUrl: z.string().optional() }),
      transactions: z.array(
        z.looseObject({
          type: z.string(),
          state: z.string(),
          number: z.int(),
          amount: z.int(),
        }),
      ),
    }),
  ),
});
export type ProviderPayment = z.infer<typeof payments>['payments'][number];

/** The payments at the provider, newest first. */
export const allAtProvider = async (): Promise<ProviderPayment[]> =>
  payments.parse(await control('GET', 'payments')).payments;

/** The same by their GUID. */
export const atProvider = async (): Promise<string[]> => (await allAtProvider()).map(({ guid }) => guid);

/** What the provider knows of one of our payments: it is told by its callback address. */
export const shownAt = async (paymentId: string): Promise<ProviderPayment> => {
  const found = (await allAtProvider()).find(({ urls }) => urls.callbackUrl?.includes(paymentId));
  if (!found) throw new Error('the provider knows no such payment');
  return found;
};

/** The transactions that the provider has made for a payment, all or those of a kind such as `Capture`. */
export const madeAt = async (paymentId: string, type?: string) =>
  (await shownAt(paymentId)).transactions.filter((transaction) => type === undefined || transaction.type === type);

/** The payer completes the payment on its hosted page. */
export const completeAt = (guid: string): Promise<unknown> => control('POST', `payments/${guid}/complete`, {});

/** The payer tries, and it fails; there may be another time. */
export const failAt = (guid: string): Promise<unknown> => control('POST', `payments/${guid}/fail`, {});

/** A completion of the payment that was created last. */
export const completeNewest = async (): Promise<void> => {
  const [newest = ''] = await atProvider();
  await completeAt(newest);
};

/** The provider makes up its mind about the transaction that is open. */
export const resolve = async (paymentId: string, state: 'Completed' | 'Failed' = 'Completed'): Promise<void> => {
  await control('POST', `payments/${(await shownAt(paymentId)).guid}/resolve`, { state });
};

const statistics = z.object({ calls: z.record(z.string(), z.int()) });

/** How often each operation was asked of the provider since the last reset. */
export const callsOf = async (operation: string): Promise<number> =>
  statistics.parse(await control('GET', 'statistics')).calls[operation] ?? 0;

const tokens = z.object({
  authorizations: z.object({
    authorizationList: z.array(
      z.object({ paymentToken: z.string().optional(), recurrenceToken: z.string().optional() }),
    ),
  }),
});

/** The tokens that a payment has made, as only the provider's own API tells them. */
export const tokensAt = async (paymentId: string): Promise<string[]> => {
  const { guid } = await shownAt(paymentId);
  const answer = await fetch(`${origin}/psp/invoice/payments/${guid}/authorizations`, {
    headers: { authorization: `Bearer ${localToken}` },
  });
  return tokens
    .parse(await answer.json())
    .authorizations.authorizationList.flatMap(({ paymentToken, recurrenceToken }) =>
      [paymentToken, recurrenceToken].filter((token) => token !== undefined),
    );
};

const callbacks = z.object({
  callbacks: z.array(
    z.object({ url: z.string(), body: z.unknown(), deliveries: z.array(z.object({ status: z.unknown() })) }),
  ),
});

/** Each change that the provider has rung for, with what each ring was answered. */
export const callbacksSent = async () => callbacks.parse(await control('GET', 'callbacks')).callbacks;

const delivery = z.object({ status: z.unknown() });

/** One more ring like one that was sent. @returns the status that it was answered with */
export const ringAgain = async ({ url, body }: { url: string; body?: unknown }): Promise<unknown> =>
  delivery.parse(await control('POST', 'callbacks', { url, body })).status;
