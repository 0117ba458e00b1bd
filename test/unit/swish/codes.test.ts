import { beforeEach, describe, expect, it } from 'vitest';
import { errorCodes } from '../../../local/simulators/swish/errors.ts';
import { payments } from '../../../functions/swish/payments.ts';
import { messageOf } from '../../../shared/polling-flow.ts';
import { outcomeOf } from '../../../shared/payment-item.ts';
import { SwishShop } from '../../fakes/swish.ts';
import { rejection } from '../../fakes/world.ts';

let shop: SwishShop;
beforeEach(() => {
  shop = new SwishShop();
});

const payerAlias = '46701740605';

/** Those of the seed (004, 4.2.1) first. */
const ofTheMerchant = ['FF08', 'RP03', 'RP01', 'PA02', 'AM03', 'RP02', 'ACMT07', 'UNKW', 'RP04'] as const;
const ofThePayer = [
  ['AM06', 'swish-amount-too-small'],
  ['AM02', 'swish-amount-too-large'],
  ['ACMT01', 'swish-not-enrolled'],
  ['ACMT03', 'swish-not-enrolled'],
  ['BE18', 'swish-number-invalid'],
  ['ACMT17', 'swish-number-invalid'],
  ['RP06', 'swish-already-open'],
  ['VR01', 'swish-age-limit'],
  ['VR02', 'swish-other-person'],
] as const;
const later = [
  ['TM01', 'swish-timed-out'],
  ['RF07', 'swish-refused-by-bank'],
  ['BANKIDCL', 'swish-bankid-cancelled'],
  ['BANKIDONGOING', 'swish-bankid-ongoing'],
  ['BANKIDUNKN', 'swish-bankid-failed'],
  ['FF10', 'swish-failed'],
  ['VR01', 'swish-age-limit'],
  ['VR02', 'swish-other-person'],
] as const;
const refused = ['FF08', 'RP03', 'PA02', 'AM06', 'RF08', 'AM03', 'RP01', 'RP02', 'ACMT07', 'ACMT01', 'RF02'] as const;
const refusedToo = ['RF03', 'RF04', 'RF06', 'BE18', 'UNKW', 'AM04', 'RF09'] as const;

const isTold = (hint: string) => {
  const message = messageOf(payments.payerFlow, hint);
  return Boolean(message?.sv) && Boolean(message?.en);
};

describe('a creation that Swish refuses', () => {
  it.each(ofTheMerchant)('%s is told with its meaning, and is no fault of the payer', async (code) => {
    const error = await rejection(shop.create({ message: code }));
    expect(error).toMatchObject({
      name: 'ProviderRejected',
      httpStatus: 422,
      refusal: {
        code: 'provider-invalid-input',
        hint: code,
        detail: expect.stringMatching(/^\w+: [A-Z]/) as string,
        message: { sv: expect.stringMatching(/^[A-ZÅÄÖ]/) as string, en: expect.stringMatching(/^[A-Z]/) as string },
      },
    });
  });

  it.each(ofThePayer)('%s is told to the payer as %s, in both languages', async (code, hint) => {
    expect(await rejection(shop.create({ message: code, payerAlias }))).toMatchObject({
      name: 'RefusedForPayer',
      hint,
    });
    expect(isTold(hint)).toBe(true);
    expect(shop.world.ledgerDynamo.items.size).toBe(0);
  });

  it('PA01 is a refusal of our certificate: an alarm, not the caller’s fault', async () => {
    const error = await rejection(shop.create({ message: 'PA01' }));
    expect(error).toMatchObject({ name: 'ProviderRejected', httpStatus: 403, code: 'PA01', refusal: undefined });
  });
});

describe('a payment that fails later', () => {
  it.each(later)('%s ends the flow with %s, and the ledger keeps the code', async (code, hint) => {
    const { payment, flow } = await shop.create({ message: code });
    await shop.pass(4);
    expect(await shop.poll(flow?.flowId ?? '')).toMatchObject({ status: 'failed' });
    expect((await shop.world.store.find(flow?.flowId ?? ''))?.hint).toBe(hint);
    expect(isTold(hint)).toBe(true);
    expect((await shop.world.payments.find(payment.paymentId))?.known).toMatchObject({
      openness: 'failed',
      reason: code,
    });
    expect(shop.told).toMatchObject([{ state: 'failed', reason: code }]);
  });

  it('DS24 is no end: its outcome is unknown until Swish tells', async () => {
    const { payment, flow } = await shop.create({ message: 'DS24' });
    await shop.pass(4);
    expect(await shop.poll(flow?.flowId ?? '')).toMatchObject({ status: 'pending' });
    expect((await shop.world.store.find(flow?.flowId ?? ''))?.hint).toBe('outcome-unknown');
    expect(shop.told).toMatchObject([{ state: 'unknown', reason: 'DS24' }]);
    shop.provider.payments.payLate(shop.provider.payments.newestFirst()[0]!);
    expect(await shop.poll(flow?.flowId ?? '')).toMatchObject({ status: 'complete' });
    expect((await shop.world.payments.find(payment.paymentId))?.known.reason).toBeUndefined();
  });

  it('RP08 comes with what was cancelled, and is no failure', async () => {
    const { payment, flow } = await shop.create();
    await payments.abort.call(shop.client, payment.providerPaymentId ?? '', {});
    expect(await shop.poll(flow?.flowId ?? '')).toMatchObject({ status: 'cancelled' });
    expect(shop.told).toMatchObject([{ state: 'aborted', reason: 'RP08' }]);
  });

  it('RP07 tells that it is too late to cancel', async () => {
    const { payment } = await shop.create();
    shop.provider.payments.approve(shop.provider.payments.newestFirst()[0]!);
    expect(
      await rejection(Promise.resolve(payments.abort.call(shop.client, payment.providerPaymentId ?? '', {}))),
    ).toMatchObject({
      refusal: { code: 'operation-not-offered', hint: 'RP07' },
    });
  });
});

describe('a refund', () => {
  const paid = async (): Promise<string> => {
    const { payment } = await shop.create();
    shop.provider.payments.approve(shop.provider.payments.newestFirst()[0]!);
    await shop.sync(payment.paymentId);
    return payment.paymentId;
  };

  it.each([...refused, ...refusedToo])(
    'that Swish refuses with %s is told so, and may be asked for anew',
    async (code) => {
      const paymentId = await paid();
      expect(await rejection(shop.refund(paymentId, { amount: 100, message: code }))).toMatchObject({
        refusal: { code: 'provider-invalid-input', hint: code },
      });
      expect((await shop.world.payments.find(paymentId))?.underway).toBeUndefined();
      await shop.refund(paymentId, { amount: 100 }, 'refund-2');
    },
  );

  it('RP09, that its id was used, is not known until it is read', async () => {
    const paymentId = await paid();
    expect(await rejection(shop.refund(paymentId, { amount: 100, message: 'RP09' }))).toMatchObject({
      code: 'outcome-unknown',
    });
  });

  it.each(['RF07', 'BANKIDCL', 'FF10'])('that fails later with %s leaves the money where it is', async (code) => {
    const paymentId = await paid();
    await shop.refund(paymentId, { amount: 100, message: code });
    await shop.pass(20);
    await shop.sync(paymentId);
    const payment = await shop.world.payments.find(paymentId);
    const [intent] = Object.values(payment?.intents ?? {});
    expect(payment && intent && outcomeOf(intent, payment.known)).toMatchObject({ type: 'reversal', state: 'failed' });
    expect(payment?.underway).toBeUndefined();
  });

  it('with DS24 stays open: nobody knows, and no other begins', async () => {
    const paymentId = await paid();
    await shop.refund(paymentId, { amount: 100, message: 'DS24' });
    await shop.pass(20);
    await shop.sync(paymentId);
    expect((await shop.world.payments.find(paymentId))?.underway).toBeDefined();
    expect(await rejection(shop.refund(paymentId, { amount: 100 }, 'refund-2'))).toMatchObject({
      code: 'operation-underway',
    });
  });
});

it('every code that the simulator knows is provoked here', () => {
  const provoked = new Set<string>([
    ...ofTheMerchant,
    ...ofThePayer.map(([code]) => code),
    ...later.map(([code]) => code),
    ...refused,
    ...refusedToo,
    ...['PA01', 'DS24', 'RP07', 'RP08', 'RP09'],
  ]);
  // Only what we never send can be wrong with an age limit.
  expect(errorCodes.filter((code) => !provoked.has(code))).toEqual(['PA08']);
});
