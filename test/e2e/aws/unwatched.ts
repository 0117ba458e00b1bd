import { storedPayment, type StoredPayment } from '../../../shared/payment-item.ts';
import { untilSo } from '../../until.ts';
import { killMachine, stopWatch } from './executions.ts';
import { change, inSeconds, paymentKey, readItem } from './items.ts';

/** A payment as its item has it. */
export const stored = async (paymentId: string): Promise<StoredPayment> =>
  storedPayment.parse(await readItem(paymentKey(paymentId)));

/** Nobody watches the payment any more, and the clock has nothing to do with it for an hour. */
export const leaveAlone = async (paymentId: string): Promise<void> => {
  await untilSo('the first look to be over', async () => ((await stored(paymentId)).dueAt ?? 0) > inSeconds(2));
  await killMachine(paymentId);
  await change(paymentKey(paymentId), { dueAt: inSeconds(3600) });
};

/** As soon as it is created: only rings tell of the payment now. */
export const leaveToRings = async (paymentId: string): Promise<void> => {
  await stopWatch(paymentId);
  await change(paymentKey(paymentId), { dueAt: inSeconds(3600) });
};
