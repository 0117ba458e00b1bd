import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { untilSo } from '../../until.ts';
import { call } from '../api.ts';
import { describeAwsOfPayments } from '../needs.ts';
import { callsOf, completeNewest, fail, madeAt, resetProvider, setCallbacks } from '../payments/provider.ts';
import { captureOf, create, createAuthorized, done, operate, read, readIn } from '../payments/shop.ts';
import { runClock } from './account.ts';
import { MerchantQueue } from './events.ts';
import { change, inSeconds, paymentKey } from './items.ts';
import { leaveAlone, stored } from './unwatched.ts';
import { killWorkers, seesWorkers } from './workers.ts';

/** The clock, at the time when it is due. */
const letClockLook = async (paymentId: string): Promise<void> => {
  await change(paymentKey(paymentId), { dueAt: inSeconds(-1) });
  await runClock();
};

describeAwsOfPayments('what heals a payment', () => {
  const queue = new MerchantQueue();
  beforeAll(() => queue.open());
  beforeEach(resetProvider);
  afterAll(() => queue.close());

  it('without callbacks and without its machine nothing is learned, and then the clock learns and tells all of it', async () => {
    await setCallbacks({ enabled: false });
    const { paymentId } = await create();
    await leaveAlone(paymentId);
    await completeNewest();
    await expect(readIn(paymentId, 'authorized', 12)).rejects.toThrow('in vain');
    expect((await stored(paymentId)).known.transactions).toEqual({});

    await letClockLook(paymentId);
    expect(await readIn(paymentId, 'authorized')).toMatchObject({ amounts: { authorized: 150_000 } });
    expect(await queue.about(paymentId, 2)).toMatchObject([
      { detail: { state: 'authorized', transaction: { type: 'authorization' } } },
      { detail: { state: 'authorized' } },
    ]);
  });

  it('an operation that never arrived is asked for again after its lease, under its own reference', async () => {
    const { paymentId } = await createAuthorized();
    const key = randomUUID();
    const capture = () => operate(paymentId, 'captures', captureOf(50_000), { key });
    await fail({ kind: 'disconnect', operation: 'captures.create', committed: false });
    expect(await capture()).toMatchObject({ status: 502, body: { code: 'outcome-unknown' } });
    expect(await capture()).toMatchObject({ status: 409, body: { code: 'in-progress' } });
    const { underway, intents } = await stored(paymentId);
    await change(paymentKey(paymentId), { underway: { ...underway, leaseUntil: inSeconds(-1) } });
    expect((await call('GET', '/v1/payments?attention=unknown')).body).toMatchObject({
      payments: expect.arrayContaining([expect.objectContaining({ paymentId })]) as unknown[],
    });
    expect(await operate(paymentId, 'captures', captureOf(50_000))).toMatchObject({
      status: 409,
      body: { code: 'operation-underway' },
    });
    expect(await capture()).toMatchObject({
      status: 201,
      body: {
        transaction: { state: 'completed', payeeReference: intents[underway?.operationId ?? '']?.payeeReference },
        payment: { underway: null, amounts: { captured: 50_000 } },
      },
    });
    expect(await madeAt(paymentId, 'Capture')).toHaveLength(1);
  });

  it('one that nobody asks for again is given up long after its lease, and the next may begin', async () => {
    const { paymentId } = await createAuthorized();
    await fail({ kind: 'disconnect', operation: 'captures.create', committed: false });
    expect(await operate(paymentId, 'captures', captureOf(50_000))).toMatchObject({ status: 502 });
    const { underway } = await stored(paymentId);
    await change(paymentKey(paymentId), { underway: { ...underway, leaseUntil: inSeconds(-700) } });
    await letClockLook(paymentId);
    await untilSo('the end of the operation', async () => (await read(paymentId)).underway === null);
    await done(paymentId, 'captures', captureOf(20_000));
    expect(await madeAt(paymentId, 'Capture')).toHaveLength(1);
  });

  describe.runIf(seesWorkers)(
    `the function killed in a capture${seesWorkers ? '' : ' (skipped: no /proc here)'}`,
    () => {
      /** The provider takes the capture and holds its answer; then the function that waits for it dies. */
      const killedCapture = async (paymentId: string, key: string) => {
        await fail({ kind: 'timeout', operation: 'captures.create', committed: true });
        const answer = operate(paymentId, 'captures', captureOf(50_000), { key });
        await untilSo('the capture at the provider', async () => (await madeAt(paymentId, 'Capture')).length > 0);
        expect(killWorkers('swedbank-pay-api')).toBeGreaterThan(0);
        expect((await answer).status).toBeGreaterThanOrEqual(500);
      };

      /** What a caller gets who asks again, and whether the provider has been asked once only. */
      const repeated = async (paymentId: string, key: string) => {
        const { transaction, payment } = await done(paymentId, 'captures', captureOf(50_000), { key });
        expect(transaction).toMatchObject({ type: 'capture', state: 'completed', amount: 50_000 });
        expect(payment).toMatchObject({ underway: null, amounts: { captured: 50_000 } });
        const made = await madeAt(paymentId, 'Capture');
        expect(made.map(({ number }) => number)).toEqual([transaction.number]);
      };

      it('is known by its callback, and answered when asked again', async () => {
        const { paymentId } = await createAuthorized();
        await leaveAlone(paymentId);
        const key = randomUUID();
        await killedCapture(paymentId, key);
        expect(await readIn(paymentId, 'partly-captured')).toMatchObject({ underway: null });
        await repeated(paymentId, key);
      });

      it('is known by the clock where no callback comes', async () => {
        const { paymentId } = await createAuthorized();
        await leaveAlone(paymentId);
        await setCallbacks({ enabled: false });
        const key = randomUUID();
        await killedCapture(paymentId, key);
        expect(await read(paymentId)).toMatchObject({ state: 'authorized', underway: { type: 'capture' } });
        await letClockLook(paymentId);
        expect(await readIn(paymentId, 'partly-captured')).toMatchObject({ underway: null });
        await repeated(paymentId, key);
      });

      it('is found by its reference when it is asked for again before anybody has looked', async () => {
        const { paymentId } = await createAuthorized();
        await leaveAlone(paymentId);
        await setCallbacks({ enabled: false });
        const key = randomUUID();
        await killedCapture(paymentId, key);
        const { underway } = await stored(paymentId);
        await change(paymentKey(paymentId), { underway: { ...underway, leaseUntil: inSeconds(-1) } });
        await repeated(paymentId, key);
        expect(await callsOf('captures.create')).toBe(1);
      });
    },
  );
});
