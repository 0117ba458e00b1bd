import * as z from 'zod';
import { stack } from '../../stack.ts';
import { until } from '../../until.ts';

const simulator = `${stack.simulators.swish ?? ''}/_simulator`;

const control = async (method: 'GET' | 'POST', path: string, body?: object): Promise<unknown> => {
  const answer = await fetch(`${simulator}/${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`Swish's simulator refuses ${path}: HTTP ${answer.status}`);
  return answer.json();
};

export const resetSwish = (): Promise<unknown> => control('POST', 'reset', {});

export const setSwish = (settings: object): Promise<unknown> => control('POST', 'settings', settings);

/** Moves Swish's time: what it will have done by then it has done, and it has rung. */
export const advanceSwish = (seconds: number): Promise<unknown> =>
  control('POST', 'clock', { advanceSeconds: seconds });

/** Trouble for the next call of an operation. With `committed` it has its effect, and only its answer is lost. */
export const failSwish = (fault: {
  readonly kind: '401' | '500' | 'disconnect' | 'problem' | 'timeout';
  readonly operation: 'payments.create' | 'payments.get' | 'payments.cancel' | 'refunds.create' | 'refunds.get';
  readonly committed?: boolean;
  readonly status?: number;
  readonly type?: string;
}): Promise<unknown> => control('POST', 'faults', { count: 1, ...fault });

const requests = z.object({
  payments: z.array(
    z.looseObject({ id: z.string(), status: z.string(), payeePaymentReference: z.string(), amount: z.number() }),
  ),
});

/** What Swish holds, the newest first. */
export const atSwish = async () => requests.parse(await control('GET', 'payments')).payments;

export type Deed = 'approve' | 'decline' | 'timeout' | 'error' | 'late-payment';

/** What the payer, or the bank, does with the newest payment. */
export const act = async (deed: Deed, body: object = {}): Promise<void> => {
  const [newest] = await atSwish();
  await control('POST', `payments/${newest?.id ?? ''}/${deed}`, body);
};

const refunds = z.object({ refunds: z.array(z.looseObject({ id: z.string(), status: z.string() })) });

export const refundsAtSwish = async () => refunds.parse(await control('GET', 'refunds')).refunds;

/** A refund that the bank fails. */
export const failNewestRefund = async (code: string): Promise<void> => {
  const [newest] = await until('a refund', async () => {
    const found = await refundsAtSwish();
    return found.length === 0 ? undefined : found;
  });
  await control('POST', `refunds/${newest?.id ?? ''}/error`, { code });
};
