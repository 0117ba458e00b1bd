import { beforeEach, describe, expect, it } from 'vitest';
import { paymentsWhere, redrive } from '../../../local/commands/ledger.ts';
import { describePayment, describePayments } from '../../../local/commands/payment-text.ts';
import { idOf, Payments } from '../../fakes/payments.ts';

let payments: Payments;
let looking: string[];
beforeEach(() => {
  payments = new Payments();
  looking = [];
});

const ledger = () => ({
  table: payments.world.ledger,
  startSync: ({ paymentId }: { paymentId: string }) => {
    looking.push(paymentId);
    return Promise.resolve();
  },
});
const parked = async () => {
  await payments.several(1);
  await payments.world.payments.fault((await payments.find(1))!, payments.start + 60, 'ProviderUnavailable');
  await payments.world.payments.park((await payments.find(1))!, 'ProviderUnavailable');
};

describe('a redrive', () => {
  it('takes a parked payment up again: rung, due now, its faults forgiven, and somebody looks', async () => {
    await parked();
    payments.world.pass(3600);
    const payment = await redrive(idOf(1), ledger());
    expect(payment).toMatchObject({ faults: 0, requestedSync: 1, dueAt: payments.start + 3600 });
    expect(payment?.parked).toBeUndefined();
    expect(looking).toEqual([idOf(1)]);
  });

  it('of an unknown payment does nothing', async () => {
    expect(await redrive(idOf(1), ledger())).toBeUndefined();
    expect(looking).toEqual([]);
    expect(payments.world.ledgerDynamo.items.size).toBe(0);
  });
});

it("lists every merchant's payments that are meant, the oldest first, and nothing else of the ledger", async () => {
  await payments.several(3, 1);
  await payments.create(2, { merchant: 'other' });
  payments.world.ledgerDynamo.items.set('counter#shop', { pk: 'counter#shop', next: 1 });
  const found = await paymentsWhere(({ paymentId }) => paymentId !== idOf(1), payments.world.ledger);
  expect(found.map(({ paymentId }) => paymentId)).toEqual([idOf(2), idOf(3)]);
});

describe('the text', () => {
  it('has the time line of a payment, and how it stands', async () => {
    await parked();
    payments.set(1, {
      known: {
        openness: 'open',
        operations: [],
        transactions: {
          t1: {
            id: 't1',
            number: 123,
            type: 'authorization',
            state: 'completed',
            amount: 150_000,
            vatAmount: 30_000,
            payeeReference: 'OURS1',
            created: '2026-11-21T10:01:00Z',
          },
        },
      },
    });
    const text = describePayment((await payments.find(1))!, payments.start);
    const lines = text.split('\n');
    expect(lines).toContain('state              authorized');
    expect(lines).toContain('remainingCapture   150000 minor units');
    expect(lines).toContain('there              /payments/1');
    expect(lines).toContain('parked             2026-11-21T10:00:00.000Z  ProviderUnavailable');
    expect(lines).toContain('2026-11-21T10:01:00Z      authorization  completed      150000  123  OURS1');
    const timeline = lines.slice(lines.indexOf('Time line') + 1);
    expect(timeline).toHaveLength(3);
    expect(timeline.at(-1)).toBe('2026-11-21T10:00:00.000Z  parked: ProviderUnavailable');
  });

  it('says when nobody knows the outcome', async () => {
    await payments.create(1, { providerPaymentId: undefined });
    const text = describePayment((await payments.find(1))!, payments.start + 81);
    expect(text).toContain('state              open, outcome unknown');
    expect(text).toContain('there              unknown');
  });

  it('of a list has a line for each', async () => {
    await parked();
    await payments.several(2);
    expect(describePayments([(await payments.find(1))!, (await payments.find(2))!]).split('\n')).toEqual([
      `${idOf(1)}  2026-11-21T10:00:01.000Z  swedbank-pay  shop              open             parked: ProviderUnavailable`,
      `${idOf(2)}  2026-11-21T10:00:02.000Z  swedbank-pay  shop              open`,
    ]);
  });
});
