import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { swishInvoicePayment } from '../../functions/billecta/swish-invoice-payment.ts';
import { clientTokenOf } from '../../shared/client-token.ts';
import { call, FakeAws, keys } from '../fakes/aws.ts';
import { completeOrder, order } from '../fakes/provider.ts';
import { macKey, World } from '../fakes/world.ts';

const aws = new FakeAws();
const start = Date.parse('2026-11-21T10:00:00Z');
let handler: unknown;
let world: World;
let flowId: string;

beforeAll(async () => {
  vi.useFakeTimers({ now: start, toFake: ['Date'] });
  aws.install();
  ({ handler } = await import('../../functions/flows.ts'));
});
afterAll(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

/** One table beneath both: the machinery writes flows, the function reads them. */
beforeEach(async () => {
  vi.setSystemTime(start);
  world = new World();
  aws.dynamo.items.clear();
  vi.spyOn(aws.dynamo.items, 'get').mockImplementation((pk) => world.dynamo.items.get(pk));
  vi.spyOn(aws.dynamo.items, 'set').mockImplementation((pk, item) => {
    world.dynamo.items.set(pk, item);
    return aws.dynamo.items;
  });
  vi.spyOn(aws.dynamo.items, 'delete').mockImplementation((pk) => world.dynamo.items.delete(pk));
  flowId = await world.started(order(), { merchantReference: 'basket-7' });
});

const pass = (seconds: number) => {
  world.pass(seconds);
  vi.setSystemTime(world.milliseconds);
};
const complete = async () => {
  world.provider.answer = () => completeOrder();
  await world.poll(flowId);
};
const read = (key?: string, id = flowId) =>
  call(handler, 'GET /v1/flows/{flowId}', { ...(key === undefined ? {} : { key }), parameters: { flowId: id } });
const progress = (key: string, language?: string, id = flowId) =>
  call(handler, 'GET /v1/flows/{flowId}/progress', {
    key,
    headers: language === undefined ? {} : { 'accept-language': language },
    parameters: { flowId: id },
  });
const cancel = (key: string) => call(handler, 'DELETE /v1/flows/{flowId}', { key, parameters: { flowId } });
const browser = () => clientTokenOf(macKey, flowId);

describe("the merchant's read", () => {
  it('shows a pending flow', async () => {
    expect((await read(keys.shop)).body).toEqual({
      flowId,
      flow: 'bankid-authentication',
      merchantReference: 'basket-7',
      status: 'pending',
      hint: 'outstanding-transaction',
      view: expect.objectContaining({ qr: 'data:image/png;base64,AAA1' }) as unknown,
      result: null,
      createdAt: '2026-11-21T10:00:00.000Z',
      deadline: '2026-11-21T10:03:00.000Z',
      expiresAt: '2026-11-21T11:00:00.000Z',
    });
  });

  it('shows the result, to each key of the merchant that may read results', async () => {
    await complete();
    for (const key of [keys.shop, keys.shopToo])
      expect((await read(key)).body).toMatchObject({
        status: 'complete',
        hint: null,
        view: {},
        result: { personalNumber: '198001139297', name: 'Vera Exempel' },
      });
  });

  it.each([
    ['no key', undefined, 401, 'unauthorized'],
    ['a key without the scope', keys.withoutResults, 403, 'forbidden'],
    ["another merchant's key", keys.other, 404, 'not-found'],
  ])('%s', async (_, key, status, code) => {
    await complete();
    const answer = await read(key);
    expect(answer).toMatchObject({ status, body: { code } });
    expect(JSON.stringify(answer)).not.toMatch(/198001139297|Vera/);
  });

  it('a client token never reads a result', async () => {
    expect(await read(browser())).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  });

  it.each([
    ['of its own merchant', keys.shop, 410, 'gone'],
    ['of another', keys.other, 404, 'not-found'],
  ])('an expired flow %s, before and after it is erased', async (_, key, status, code) => {
    await complete();
    pass(3600);
    expect(await read(key)).toMatchObject({ status, body: { code } });
    world.dynamo.items.clear();
    expect(await read(key)).toMatchObject({ status, body: { code } });
  });

  it.each(['00'.repeat(22), 'x', ''])('the id %j that never was is unknown', async (id) => {
    expect(await read(keys.shop, id)).toMatchObject({ status: 404 });
  });
});

describe("the page's read", () => {
  it('shows progress with a message, and never the result', async () => {
    const before = await progress(browser());
    expect(before.status).toBe(200);
    expect(Object.keys(before.body).sort()).toEqual([
      'deadline',
      'flow',
      'flowId',
      'hint',
      'message',
      'status',
      'view',
    ]);
    expect(before.headers['cache-control']).toBe('no-store');
    await complete();
    const after = await progress(browser());
    expect(after.body).toMatchObject({ status: 'complete', message: null, view: {} });
    expect(JSON.stringify(after)).not.toMatch(/198001139297|Vera|basket-7/);
  });

  it.each([
    [undefined, 'sv', 'Öppna BankID'],
    ['en-GB', 'en', 'Open BankID'],
  ])('speaks the language of %j', async (header, language, begins) => {
    const answer = await progress(browser(), header);
    expect(answer.headers['content-language']).toBe(language);
    expect(answer.body['message']).toMatch(new RegExp(`^${begins}`));
  });

  it("has words for the machinery's own hints", async () => {
    await cancel(browser());
    expect((await progress(browser(), 'en')).body).toMatchObject({
      hint: 'cancelled',
      message: 'The request was stopped. You may start over.',
    });
  });

  it('opens with a key of the merchant, and with no other', async () => {
    expect((await progress(keys.withoutResults)).status).toBe(200);
    expect((await progress(keys.other)).status).toBe(404);
    expect((await progress(clientTokenOf(macKey, 'cd'.repeat(22)))).status).toBe(401);
  });

  it('says that an expired flow is gone', async () => {
    pass(3600);
    expect((await progress(browser())).status).toBe(410);
    world.dynamo.items.clear();
    expect((await progress(browser())).status).toBe(410);
  });
});

describe('cancelling', () => {
  it.each([
    ['the merchant', () => keys.withoutResults],
    ['the page', browser],
  ])('%s ends the flow, twice with the same answer, and the machine announces it', async (_, key) => {
    for (let time = 0; time < 2; time += 1)
      expect(await cancel(key())).toMatchObject({ status: 200, body: { flowId, status: 'cancelled' } });
    expect(world.seats).toEqual([]);
    expect(await world.poll(flowId)).toMatchObject({ status: 'cancelled', announcement: { hint: 'cancelled' } });
  });

  it('a flow that has ended stays as it ended, and says so', async () => {
    await complete();
    expect(await cancel(keys.shop)).toMatchObject({ status: 200, body: { status: 'complete' } });
    expect((await read(keys.shop)).body).toMatchObject({ status: 'complete', result: { name: 'Vera Exempel' } });
  });

  it("another merchant's flow is unknown, and goes on", async () => {
    expect((await cancel(keys.other)).status).toBe(404);
    expect(world.item(flowId)).toMatchObject({ status: 'pending' });
  });

  it('what moves money goes on, and is asked to stop', async () => {
    world.provider.answer = () => ({ PublicId: 'swish-1' });
    const request = { body: { invoiceId: '1234567890' }, idempotencyKey: 'order-7' };
    ({ flowId } = await world.start(request, swishInvoicePayment));
    for (let time = 0; time < 2; time += 1)
      expect(await cancel(browser())).toMatchObject({ status: 200, body: { flowId, status: 'pending' } });
    expect(world.item(flowId)).toMatchObject({ status: 'pending', cancellation: 'requested' });
  });

  it('an expired flow is gone', async () => {
    pass(3600);
    expect((await cancel(keys.shop)).status).toBe(410);
  });
});

it('health needs no key and says only that it is up, and which version', async () => {
  const answer = await call(handler, 'GET /v1/health');
  expect(answer).toMatchObject({ status: 200 });
  expect(answer.body).toEqual({ status: 'ok', version: '1.2.3' });
});

it('what has no route is our 404', async () => {
  expect(await call(handler, '$default')).toMatchObject({ status: 404, body: { code: 'not-found' } });
});
