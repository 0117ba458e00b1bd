import * as z from 'zod';
import { until } from '../until.ts';
import { readProgress, type Started } from './api.ts';
import { control } from './simulator.ts';

const picked = z.object({ reference: z.string() });

/** Scans the picture that the payer's page shows now, and the next one if that had become too old. Returns the order. */
export const scan = (flow: Started): Promise<string> =>
  until('a picture that the app takes', async () => {
    const { qr } = (await readProgress(flow)).view;
    if (qr === undefined) return undefined;
    const { status, body } = await control('POST', 'scan', { qr });
    return status === 200 ? picked.parse(body).reference : undefined;
  });

/** Opens the app on the device that shows the page. Returns the order. */
export const launch = (flow: Started): Promise<string> =>
  until('an order to open in the app', async () => {
    const { autoStartToken } = (await readProgress(flow)).view;
    if (autoStartToken === undefined) return undefined;
    const { status, body } = await control('POST', 'launch', { autoStartToken });
    return status === 200 ? picked.parse(body).reference : undefined;
  });

export type Deed = 'approve' | 'certificate-error' | 'decline' | 'expire' | 'no-app';

/** What the person does with an order. */
export const act = async (reference: string, deed: Deed, body: object = {}): Promise<void> => {
  const { status } = await control('POST', `orders/${reference}/${deed}`, body);
  if (status !== 200) throw new Error(`the simulator answers ${status} to ${deed}`);
};

/** The polls of this order answer this status from now on. */
export const force = async (reference: string, status: string): Promise<void> => {
  await control('POST', `orders/${reference}/status`, { status });
};
