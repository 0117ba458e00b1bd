import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { localCreditorPublicId } from '../../../local/simulators/billecta/defaults.ts';
import { untilSo } from '../../until.ts';
import { authenticationFor, simulator, type Simulator } from './harness.ts';

let billecta: Simulator;
beforeEach(async () => {
  billecta = await simulator();
});
afterEach(() => billecta.close());

const read = () => billecta.call('GET', '/v1/creditors/creditors');
const reads = async (count: number) => {
  const statuses: number[] = [];
  for (let index = 0; index < count; index += 1) statuses.push((await read()).status);
  return statuses;
};
const statistics = async () => (await billecta.call('GET', '/_simulator/statistics')).body;

describe('rate limits', () => {
  it('let in 100 reads in any ten seconds and tell the others when to come back', async () => {
    await reads(40);
    billecta.pass(4);
    expect(await reads(60)).not.toContain(429);

    const refused = await read();
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('6');
    billecta.pass(5.9);
    expect((await read()).status).toBe(429);
    billecta.pass(0.1);
    expect(await reads(41)).toEqual([...Array<number>(40).fill(200), 429]);
  });

  it('let in 600 reads in any minute', async () => {
    for (let round = 0; round < 6; round += 1) {
      expect(await reads(100)).not.toContain(429);
      billecta.pass(10);
    }
    billecta.pass(-1);
    expect((await read()).headers.get('retry-after')).toBe('1');
  });

  it('count reads only, and can be switched off until a reset', async () => {
    await reads(100);
    expect(await billecta.start()).toMatchObject({ Status: 'OutstandingTransaction' });
    expect((await read()).status).toBe(429);
    await billecta.control('settings', { rateLimits: false });
    expect((await read()).status).toBe(200);
    await billecta.control('reset');
    expect((await reads(101)).at(-1)).toBe(429);
  });
});

describe('faults', () => {
  const fault = (value: object) => billecta.control('faults', value);

  it('answer 500 to so many calls and then no more', async () => {
    await fault({ kind: '500', count: 2 });
    expect(await reads(3)).toEqual([500, 500, 200]);
  });

  it('answer 429 with the wished wait', async () => {
    await fault({ kind: '429', count: 1, retryAfterSeconds: 17 });
    const { status, headers, body } = await read();
    expect([status, headers.get('retry-after'), body['ExternalErrorCode']]).toEqual([429, '17', null]);
  });

  it('hit only starts or only polls where they say so', async () => {
    const { ReferenceToken: reference } = await billecta.start();
    await fault({ kind: '500', count: 1, operation: 'poll' });
    await fault({ kind: '429', count: 1, operation: 'start' });
    expect((await read()).status).toBe(200);
    expect((await billecta.call('PUT', '/v1/bankid/authentication', authenticationFor())).status).toBe(429);
    expect((await billecta.poll(reference)).status).toBe(500);
  });

  it('cut an answer whose call has had its effect', async () => {
    await fault({ kind: 'broken-body', count: 1 });
    const response = await billecta.fetched('PUT', '/v1/bankid/authentication', authenticationFor());
    const text = await response.text();
    expect(response.status).toBe(200);
    expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError);
    expect((await billecta.call('GET', '/_simulator/orders')).body['orders']).toHaveLength(1);
  });

  it('answer a page instead of JSON', async () => {
    await fault({ kind: 'html', count: 1 });
    const response = await billecta.fetched('GET', '/v1/creditors/creditors');
    expect([response.status, response.headers.get('content-type')]).toEqual([503, 'text/html; charset=utf-8']);
    expect(await response.text()).toContain('<h1>');
  });

  it('leave a caller waiting until it gives up', async () => {
    await fault({ kind: 'timeout', count: 1 });
    const patience = new AbortController();
    const waiting = billecta.fetched('GET', '/v1/creditors/creditors', undefined, {}, patience.signal).then(
      () => 'answered',
      () => 'gave up',
    );
    await untilSo('the call', async () => Object.hasOwn((await statistics())['calls'] as object, 'creditors.list'));
    patience.abort();
    expect(await waiting).toBe('gave up');
    expect((await read()).status).toBe(200);
  });

  it('are forgotten on request, and refused when they make no sense', async () => {
    await fault({ kind: '500', count: 5 });
    await billecta.call('DELETE', '/_simulator/faults');
    expect((await read()).status).toBe(200);
    expect((await fault({ kind: 'earthquake', count: 1 })).status).toBe(400);
    expect((await fault({ kind: '500', count: 0 })).status).toBe(400);
  });
});

describe('statistics', () => {
  it('count calls by operation, refusals, and the busiest windows', async () => {
    const { ReferenceToken: reference } = await billecta.start();
    for (const gap of [0, 6, 6, 40, 30]) {
      billecta.pass(gap);
      await billecta.poll(reference);
    }
    await reads(100);

    expect(await statistics()).toEqual({
      calls: { 'bankid.authentication.start': 1, 'bankid.authentication.poll': 5, 'creditors.list': 100 },
      rateLimited: 1,
      tooEarly: 0,
      busiestTenSeconds: 101,
      busiestMinute: 102,
    });
  });
});

describe('calls within a Retry-After', () => {
  it('are counted, but for the first second', async () => {
    await billecta.control('faults', { kind: '429', count: 1, retryAfterSeconds: 3 });
    const counts: unknown[] = [];
    for (const gap of [0, 0.9, 1, 1, 0.2]) {
      billecta.pass(gap);
      await read();
      counts.push((await statistics())['tooEarly']);
    }
    expect(counts).toEqual([0, 0, 1, 2, 2]);
  });
});

describe('the list of orders', () => {
  it('has the newest first and says what the phone would see', async () => {
    await billecta.start('198507099805');
    billecta.pass(1);
    const signature = { ...authenticationFor(), UserMessage: 'Jag samtycker' };
    const { body: signing } = await billecta.call('PUT', '/v1/bankid/sign', signature);
    await billecta.control('launch', { autoStartToken: signing['AutoStartToken'] });
    await billecta.call('POST', `/v1/bank/accounts/${localCreditorPublicId}?bank=SEB&ssn=197010632391`);

    const { orders } = (await billecta.call('GET', '/_simulator/orders')).body;
    expect(orders).toMatchObject([
      { kind: 'bank-accounts', personalNumber: '197010632391', status: 'Waiting', opened: false, visibleText: null },
      {
        reference: signing['ReferenceToken'],
        kind: 'signature',
        personalNumber: null,
        status: 'Started',
        hintCode: 'started',
        opened: true,
        autoStartToken: signing['AutoStartToken'],
        visibleText: 'Jag samtycker',
        createdAt: '2026-11-21T10:00:01.000Z',
      },
      { kind: 'authentication', personalNumber: '198507099805', status: 'OutstandingTransaction', opened: false },
    ]);
  });
});

describe('control', () => {
  it('says which provider this is', async () => {
    expect((await billecta.call('GET', '/_simulator/health')).body).toEqual({ provider: 'billecta' });
  });

  it('resets orders, faults, statistics and the clock', async () => {
    const { ReferenceToken: reference } = await billecta.start();
    await reads(100);
    await billecta.control('clock', { advanceSeconds: 3 });
    await billecta.control('faults', { kind: '500', count: 1 });
    await billecta.control('reset');

    expect(await statistics()).toEqual({
      calls: {},
      rateLimited: 0,
      tooEarly: 0,
      busiestTenSeconds: 0,
      busiestMinute: 0,
    });
    expect((await billecta.poll(reference)).status).toBe(404);
    expect((await billecta.start())['Created']).toBe('2026-11-21T10:00:00.000+00:00');
  });

  it('answers 404 for an unknown order and 400 for a body that it does not understand', async () => {
    const { ReferenceToken: reference } = await billecta.start();
    expect((await billecta.control('orders/unknown/approve')).status).toBe(404);
    const wrong = await billecta.control(`orders/${String(reference)}/approve`, { personalNumber: '1' });
    expect(wrong.status).toBe(400);
    expect(wrong.body).toEqual({ message: expect.any(String) as string });
  });
});
