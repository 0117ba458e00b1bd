import { beforeEach, describe, expect, it } from 'vitest';
import { operations } from '../../../functions/swedbank-pay/operations.ts';
import { payments } from '../../../functions/swedbank-pay/payments.ts';
import { SwedbankPayRefused } from '../../../functions/swedbank-pay/problems.ts';
import type { SwedbankPay } from '../../../functions/swedbank-pay/swedbank-pay.ts';
import { performOperation, type OperationRequest } from '../../../shared/payment-operation.ts';
import { amountsOf, stateOf } from '../../../shared/payment.ts';
import { ForeignHref, OperationNotOffered, ProviderUnavailable } from '../../../shared/provider-error.ts';
import type { Send } from '../../../shared/provider-http.ts';
import { SwedbankPaySimulator } from '../../fakes/swedbank-pay.ts';
import { macKey, rejection, World } from '../../fakes/world.ts';

const paymentId = '0123456789abcdef0123456789abcdef';
const leaseSeconds = 35;

let world: World;
let simulator: SwedbankPaySimulator;
let guid: string;
let handle: string;
/** The writes that the provider got: the last part of the path, and the body. */
let sent: { path: string; body: unknown }[];
/** Comes over each call. */
let weather: (call: { path: string; method: string }) => void;
let keys: number;

beforeEach(async () => {
  world = new World();
  simulator = new SwedbankPaySimulator(() => world.milliseconds);
  ({ guid, handle } = simulator.paid('OURS1'));
  sent = [];
  weather = () => undefined;
  keys = 0;
  await world.payments.create(
    {
      paymentId,
      provider: 'swedbank-pay',
      merchant: 'shop',
      merchantReference: undefined,
      createdAt: world.now,
      payeeReference: 'OURS1',
      fingerprint: 'f',
    },
    world.now,
  );
  await world.payments.adopt(paymentId, handle);
});

const send: Send = async (request) => {
  const path = request.url.pathname.split('/').at(-1) ?? '';
  if (request.method !== 'GET') sent.push({ path, body: request.body });
  weather({ path, method: request.method });
  return simulator.send(request);
};

const operationOf = (type: string) => {
  const operation = operations.find((each) => each.type === type);
  if (!operation) throw new Error(`there is no ${type}`);
  return operation;
};

const perform = async (
  type: 'capture' | 'cancellation' | 'reversal',
  body: unknown,
  idempotencyKey = `key-${(keys += 1)}`,
  over: SwedbankPay = simulator.client(send),
) => {
  const payment = await world.payments.find(paymentId);
  if (!payment) throw new Error('the payment is gone');
  const operation = operationOf(type);
  const request: OperationRequest = {
    payment,
    merchantReference: undefined,
    idempotencyKey,
    body: operation.request.parse(body),
    leaseSeconds,
  };
  return performOperation(operation, request, {
    provider: 'swedbank-pay',
    payments,
    store: world.payments,
    client: () => Promise.resolve(over),
    watch: (call) => call,
    macKey: () => Promise.resolve(macKey),
    nextNumber: () => Promise.reject(new Error('references are hashes here')),
    catchUp: () => Promise.resolve(),
    now: world.table.now,
  });
};

const captured = (amount: number, more: object = {}) => ({
  amount,
  vatAmount: 0,
  description: 'Tält',
  receiptReference: 'F-1',
  itemDescriptions: [{ amount, description: 'Tält' }],
  vatSummary: [{ amount, vatPercent: 0, vatAmount: 0 }],
  ...more,
});
const reversed = (amount: number) => ({ amount, vatAmount: 0, description: 'Retur' });
const cancelled = { description: 'Slut i lager' };

const amounts = async () => {
  const payment = await world.payments.find(paymentId);
  const { captured, cancelled, reversed } = amountsOf(payment!.known);
  return [stateOf(payment!.known), captured, cancelled, reversed];
};

describe('captures, cancellations and reversals', () => {
  it('go to what the payment offers, with our reference and what the merchant says, and nothing of his own', async () => {
    const { transaction } = await perform('capture', captured(6000, { merchantReference: 'parcel-1' }));
    expect(sent).toEqual([
      {
        path: 'captures',
        body: {
          transaction: {
            activity: 'FinancingConsumer',
            payeeReference: transaction.payeeReference,
            ...captured(6000),
          },
        },
      },
    ]);
    expect(transaction).toMatchObject({ type: 'capture', state: 'completed', amount: 6000, vatAmount: 0 });
    expect(transaction.payeeReference).toMatch(/^[0-9a-f]{30}$/);
  });

  it('several partial captures, the rest cancelled, and what is captured paid back in parts', async () => {
    await perform('capture', captured(1000));
    await perform('capture', captured(2500));
    expect(await amounts()).toEqual(['partly-captured', 3500, 0, 0]);
    expect((await perform('cancellation', cancelled)).transaction).toMatchObject({
      type: 'cancellation',
      amount: 6500,
    });
    expect(await amounts()).toEqual(['captured', 3500, 6500, 0]);
    await perform('reversal', reversed(500));
    expect(await amounts()).toEqual(['partly-reversed', 3500, 6500, 500]);
    await perform('reversal', reversed(3000));
    expect(await amounts()).toEqual(['reversed', 3500, 6500, 3500]);
    expect(new Set(sent.map(({ body }) => JSON.stringify(body))).size).toBe(5);
  });

  it('the amount of a transaction in the ledger is the provider’s, under the same id', async () => {
    const { transaction, payment } = await perform('capture', captured(4000));
    const [, made] = simulator.store.get(guid).transactions;
    expect(transaction).toMatchObject({ id: made?.id, number: made?.number, amount: made?.amount });
    expect(Object.keys(payment.known.transactions)).toContain(transaction.id);
  });
});

describe('nothing is sent', () => {
  it.each([
    ['capture', () => captured(4001), 4000],
    ['reversal', () => reversed(6001), 6000],
  ] as const)('of a %s of more than is left: the field is named', async (type, body, left) => {
    await perform('capture', captured(6000));
    expect(await rejection(perform(type, body()))).toMatchObject({
      code: 'invalid-request',
      extras: { fields: [{ field: 'amount', message: expect.stringContaining(String(left)) as string }] },
    });
    expect(sent).toHaveLength(1);
    expect(await world.payments.find(paymentId)).toMatchObject({ failures: { capture: 0, reversal: 0 } });
    await perform(type, type === 'capture' ? captured(left) : reversed(left));
  });

  it('of what is not offered: what is offered is said', async () => {
    const error = await rejection(perform('reversal', reversed(1)));
    expect(error).toBeInstanceOf(OperationNotOffered);
    expect(error).toMatchObject({
      rel: 'create-reversal',
      offered: ['create-cancellation', 'create-capture', 'paid-payment'],
    });
    await perform('capture', captured(10_000));
    expect(await rejection(perform('cancellation', cancelled))).toMatchObject({
      offered: ['create-reversal', 'paid-payment'],
    });
    expect(await rejection(perform('capture', captured(1)))).toBeInstanceOf(OperationNotOffered);
    expect(sent).toHaveLength(1);
  });

  it('to another host, whatever the payment says', async () => {
    const elsewhere: Send = async (request) => {
      const answer = await send(request);
      const offered = (answer as { operations?: { href: string }[] }).operations ?? [];
      for (const operation of offered) operation.href = 'https://elsewhere.example/captures';
      return answer;
    };
    const error = await rejection(perform('capture', captured(1), 'key', simulator.client(elsewhere)));
    expect(error).toBeInstanceOf(ForeignHref);
    expect(sent).toEqual([]);
  });
});

describe('a name of the documents', () => {
  it('for a cancellation is as good: create-cancel, and a transaction of type Cancel', async () => {
    const renamed: Send = (request) => {
      const answer = request.answer;
      const old = (text: string) =>
        text.replaceAll('"create-cancellation"', '"create-cancel"').replaceAll('"Cancellation"', '"Cancel"');
      return send({
        ...request,
        answer: { safeParse: (value: unknown) => answer.safeParse(JSON.parse(old(JSON.stringify(value)))) } as never,
      });
    };
    const { transaction } = await perform('cancellation', cancelled, 'key', simulator.client(renamed));
    expect(transaction).toMatchObject({ type: 'cancellation', amount: 10_000, state: 'completed' });
  });
});

describe('what the provider makes of it', () => {
  it.each(['capture', 'cancellation', 'reversal'] as const)('a %s may fail: that is its outcome', async (type) => {
    if (type === 'reversal') await perform('capture', captured(5000));
    await simulator.control('settings', { nextTransaction: { state: 'Failed' } });
    const body = { capture: captured(1000), cancellation: cancelled, reversal: reversed(1000) }[type];
    const { transaction, payment } = await perform(type, body, 'key');
    expect(transaction).toMatchObject({ type, state: 'failed' });
    expect(payment).not.toHaveProperty('underway');
    expect((await perform(type, body, 'key')).transaction).toEqual(transaction);
    expect((await perform(type, body)).transaction).toMatchObject({ state: 'completed' });
  });

  it.each(['Initialized', 'AwaitingActivity', 'Pending', 'Unheard'])(
    '%s is open, and blocks the payment until it has ended',
    async (state) => {
      await simulator.control('settings', { nextTransaction: { state, afterSeconds: null } });
      const { transaction, payment } = await perform('capture', captured(1000), 'key');
      expect(transaction).toMatchObject({ state: 'open' });
      expect(payment).toHaveProperty('underway');
      expect(await rejection(perform('capture', captured(1000)))).toMatchObject({ code: 'operation-underway' });
      expect((await perform('capture', captured(1000), 'key')).transaction).toMatchObject({ state: 'open' });
      expect(sent).toHaveLength(1);
    },
  );

  it('a refusal is the provider’s own, and counts', async () => {
    await simulator.control('faults', {
      kind: 'problem',
      count: 1,
      operation: 'captures.create',
      status: 403,
      type: 'invoice/forbidden',
    });
    const error = await rejection(perform('capture', captured(1000), 'key'));
    expect(error).toBeInstanceOf(SwedbankPayRefused);
    expect(error).toMatchObject({ code: 'provider-forbidden' });
    const { intents, failures } = (await world.payments.find(paymentId))!;
    expect([intents, failures]).toEqual([{}, { capture: 1, reversal: 0 }]);
    expect((await perform('capture', captured(1000), 'key')).transaction).toMatchObject({ state: 'completed' });
  });

  it.each(['500', 'disconnect', 'timeout', 'broken-body'])(
    '%s after it was done: it is found by its reference',
    async (kind) => {
      if (kind === 'broken-body') {
        // What is cut off is no JSON: to the client that is an answer which it cannot read.
        const broken: Send = async (request) => {
          const answer = await send(request);
          if (request.method === 'POST') throw new ProviderUnavailable('the answer broke off');
          return answer;
        };
        await perform('capture', captured(1000), 'key', simulator.client(broken));
      } else {
        await simulator.control('faults', { kind, count: 1, operation: 'captures.create', committed: true });
        await perform('capture', captured(1000), 'key');
      }
      expect(await amounts()).toEqual(['partly-captured', 1000, 0, 0]);
      expect(sent).toHaveLength(1);
    },
  );

  it('5xx before anything was done: unknown, then asked for again under the same reference', async () => {
    await simulator.control('faults', { kind: '500', count: 1, operation: 'captures.create' });
    expect(await rejection(perform('capture', captured(1000), 'key'))).toMatchObject({ code: 'outcome-unknown' });
    world.pass(leaseSeconds);
    await perform('capture', captured(1000), 'key');
    expect(sent[1]).toEqual(sent[0]);
    expect(await amounts()).toEqual(['partly-captured', 1000, 0, 0]);
  });

  it('5xx after it was done, and no read either: the next request finds it', async () => {
    await simulator.control('faults', { kind: '500', count: 1, operation: 'captures.create', committed: true });
    let writes = 0;
    weather = ({ method }) => {
      if (method === 'POST') writes += 1;
      else if (writes === 1) throw new ProviderUnavailable('no answer');
    };
    expect(await rejection(perform('capture', captured(1000), 'key'))).toMatchObject({ code: 'outcome-unknown' });
    weather = () => undefined;
    world.pass(leaseSeconds);
    await perform('capture', captured(1000), 'key');
    expect(sent).toHaveLength(1);
    expect(await amounts()).toEqual(['partly-captured', 1000, 0, 0]);
  });

  it.each([
    ['a twin', 1000],
    ['what is more than is left', 6000],
  ])('lost, and refused as %s while reads are stale: unknown, and never done twice', async (_, amount) => {
    await simulator.control('faults', { kind: '500', count: 1, operation: 'captures.create', committed: true });
    await simulator.control('settings', { staleReads: 1 });
    // The first read, that of the opening, is fresh.
    let reads = 0;
    const stale: Send = async (request) => {
      if (request.method === 'GET') await simulator.control('settings', { staleReads: (reads += 1) === 1 ? 0 : 1 });
      return send(request);
    };
    const attempt = () => perform('capture', captured(amount), 'key', simulator.client(stale));
    expect(await rejection(attempt())).toMatchObject({ code: 'outcome-unknown' });
    world.pass(leaseSeconds);
    expect(await rejection(attempt())).toMatchObject({ code: 'outcome-unknown' });
    await simulator.control('settings', { staleReads: 0 });
    world.pass(leaseSeconds);
    expect((await perform('capture', captured(amount), 'key')).transaction).toMatchObject({ amount });
    expect(simulator.store.get(guid).transactions).toHaveLength(2);
  });
});
