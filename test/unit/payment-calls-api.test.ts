import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { clientTokenOf } from '../../shared/client-token.ts';
import { keys } from '../fakes/aws.ts';
import { authorization, lost, SlowShop } from '../fakes/slow.ts';
import { macKey } from '../fakes/world.ts';

const route = '/v1/swedbank-pay/payments/{paymentId}';

let shop: SlowShop;
let paymentId: string;
beforeEach(async () => {
  shop = new SlowShop();
  paymentId = await shop.create();
  shop.asked.length = 0;
});
afterEach(() => {
  vi.restoreAllMocks();
});

const pay = async () => shop.simulator.store.attemptByPayer(await shop.guidOf(paymentId));
const aborts = () => shop.timesAsked('update-payment-abort');

describe('an abort', () => {
  it('ends a payment that nobody has paid, and merchants are told', async () => {
    expect(await shop.abort(paymentId)).toMatchObject({ status: 200, body: { paymentId, state: 'aborted' } });
    expect(shop.world.startedSyncs.at(-1)).toMatchObject({ paymentId });
    await shop.sync(paymentId);
    expect(shop.told.map(({ state }) => state)).toEqual(['aborted']);
  });

  it('twice is fine', async () => {
    await shop.abort(paymentId);
    expect(await shop.abort(paymentId)).toMatchObject({ status: 200, body: { state: 'aborted' } });
    expect(aborts()).toBe(1);
  });

  it('tells the provider nothing of the payer', async () => {
    await shop.abort(paymentId);
    expect(shop.asked).toEqual([
      {
        name: 'update-payment-abort',
        body: { payment: { operation: 'Abort', abortReason: 'CancelledBySystem' } },
      },
    ]);
  });

  it('of a payment that is paid is refused, and the payment known to be paid', async () => {
    await pay();
    expect(await shop.abort(paymentId)).toMatchObject({ status: 409, body: { code: 'operation-not-offered' } });
    expect(aborts()).toBe(0);
    expect((await shop.read(paymentId)).body).toMatchObject({ state: 'authorized' });
  });

  it('that the payer was faster than is refused by the provider, and the payment known to be paid', async () => {
    shop.before = pay;
    expect(await shop.abort(paymentId)).toMatchObject({ status: 422, body: { code: 'provider-forbidden' } });
    expect(aborts()).toBe(1);
    expect((await shop.read(paymentId)).body).toMatchObject({ state: 'authorized', amounts: { authorized: 10_000 } });
    expect((await shop.item(paymentId)).dueAt).toBeLessThanOrEqual(shop.world.now);
    await shop.sync(paymentId);
    expect(shop.told.at(-1)).toMatchObject({ state: 'authorized' });
  });

  it('whose answer is lost is done when the payment shows it', async () => {
    shop.once('after', 'update-payment-abort', lost());
    expect(await shop.abort(paymentId)).toMatchObject({ status: 200, body: { state: 'aborted' } });
  });

  it('that never got there is not done, and may be asked for again', async () => {
    shop.once('before', 'update-payment-abort', lost());
    expect(await shop.abort(paymentId)).toMatchObject({ status: 503, body: { code: 'provider-unavailable' } });
    expect((await shop.read(paymentId)).body).toMatchObject({ state: 'open' });
    expect(await shop.abort(paymentId)).toMatchObject({ status: 200 });
  });

  it('that nobody can read about is not said to be done; later it is', async () => {
    shop.after = () => {
      shop.after = () => undefined;
      shop.readFails = lost();
    };
    expect(await shop.abort(paymentId)).toMatchObject({ status: 503 });
    shop.readFails = undefined;
    expect(await shop.abort(paymentId)).toMatchObject({ status: 200, body: { state: 'aborted' } });
    expect(aborts()).toBe(1);
  });

  it('waits for an operation that is under way', async () => {
    shop.machineSeconds = Infinity;
    await shop.authorize(paymentId);
    const answer = await shop.abort(paymentId);
    expect(answer).toMatchObject({ status: 409, body: { code: 'operation-underway' } });
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect(shop.asked).toEqual([]);
  });

  it('of a payment that the provider does not know says so', async () => {
    await shop.simulator.control('reset', {});
    expect(await shop.abort(paymentId)).toMatchObject({ status: 409, body: { code: 'provider-not-found' } });
  });

  it('is done though nobody can be sent to tell of it: it is due', async () => {
    shop.isSyncMachineDown = true;
    expect(await shop.abort(paymentId)).toMatchObject({ status: 200, body: { state: 'aborted' } });
    expect((await shop.item(paymentId)).dueAt).toBeLessThanOrEqual(shop.world.now);
  });
});

describe('a call about a payment', () => {
  const read = (rel: string) => shop.call(`GET ${route}/resources/{rel}`, paymentId, { parameters: { rel } });

  it('is asked with the parameters of its path', async () => {
    const answer = await read('prices');
    expect(answer).toMatchObject({ status: 200, body: { rel: 'prices' } });
    expect(await read('nothing')).toMatchObject({ status: 422, body: { fields: [{ field: 'rel' }] } });
  });

  it('is asked with its body, and what it answers is kept nowhere', async () => {
    paymentId = await shop.create({ country: 'NO' }, 'payment-2');
    const answer = await shop.call(`POST ${route}/legal-addresses`, paymentId, {
      body: { country: 'NO', identityNumber: '26026708248', zipCode: '1642' },
    });
    expect(answer).toMatchObject({ status: 200, body: { addressee: 'Olivia Nyhuus', city: 'Saltnes' } });
    expect(shop.durable).not.toMatch(/Olivia|Saltnes|26026708248/);
    expect(await shop.call(`GET ${route}/legal-addresses`, paymentId)).toMatchObject({ status: 200 });
  });
});

/** Everything below a payment, with what its request needs. */
const routes: readonly (readonly [string, Parameters<SlowShop['call']>[2]])[] = [
  [`DELETE ${route}`, {}],
  [`DELETE ${route}/token`, { body: { token: 'paymentToken', comment: 'Asked for' } }],
  [`POST ${route}/authorizations`, { body: authorization, headers: { 'idempotency-key': 'key-1' } }],
  [`POST ${route}/cancellations`, { body: { description: 'Sold out' }, headers: { 'idempotency-key': 'key-1' } }],
  [`GET ${route}/resources/{rel}`, { parameters: { rel: 'prices' } }],
  [`GET ${route}/legal-addresses`, {}],
];

describe.each(routes)('%s', (each, request) => {
  it.each([
    ['of another merchant', { key: keys.other }],
    ['that never was', { parameters: { ...request?.parameters, paymentId: '0'.repeat(32) } }],
    ['whose id is none', { parameters: { ...request?.parameters, paymentId: `payment#${'0'.repeat(24)}` } }],
    ['without an id', { parameters: { ...request?.parameters, paymentId: '' } }],
  ])('of a payment %s is not found', async (_, change) => {
    const before = structuredClone([...shop.world.ledgerDynamo.items]);
    expect(await shop.call(each, paymentId, { ...request, ...change })).toMatchObject({
      status: 404,
      body: { code: 'not-found' },
    });
    expect([...shop.world.ledgerDynamo.items]).toEqual(before);
    expect([shop.asked, shop.executions]).toEqual([[], []]);
  });

  it('of a payment at another provider is not found', async () => {
    const elsewhere = 'f'.repeat(32);
    const { now, payments } = shop.world;
    await payments.create(
      {
        paymentId: elsewhere,
        provider: 'swish',
        merchant: 'shop',
        createdAt: now,
        payeeReference: 'OURS1',
        fingerprint: 'f',
      },
      now,
    );
    await payments.adopt(elsewhere, '/payments/1');
    expect(await shop.call(each, elsewhere, request)).toMatchObject({ status: 404, body: { code: 'not-found' } });
    expect([shop.asked, shop.executions]).toEqual([[], []]);
  });

  it.each([
    ['without the scope', { key: keys.withoutResults }, 403, 'forbidden'],
    ['that nobody knows', { key: 'sluss_unknown' }, 401, 'unauthorized'],
    ['of a browser', { key: clientTokenOf(macKey, '0'.repeat(26)) }, 403, 'forbidden'],
  ])('by a key %s is refused', async (_, change, status, code) => {
    expect(await shop.call(each, paymentId, { ...request, ...change })).toMatchObject({ status, body: { code } });
    expect([shop.asked, shop.executions]).toEqual([[], []]);
  });

  it('of a payment whose creation was never answered has nothing to act on', async () => {
    shop.once('before', 'create', lost());
    await shop.post({}, 'payment-2');
    shop.asked.length = 0;
    const { status, body } = await shop.call(each, shop.unanswered, request);
    const isTokens = each.endsWith('/token');
    expect([status, body['code']]).toEqual([409, isTokens ? 'token-inactive' : 'operation-not-offered']);
    expect([shop.asked, shop.executions]).toEqual([[], []]);
    expect(await shop.item(shop.unanswered)).toMatchObject({ intents: {} });
  });
});
