import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ProblemError } from '../../shared/problem.ts';
import { lost, personal, refusal, SlowShop } from '../fakes/slow.ts';

let shop: SlowShop;
let paymentId: string;
beforeEach(async () => {
  shop = new SlowShop();
  paymentId = await shop.create();
});
afterEach(() => {
  vi.restoreAllMocks();
});

describe('what the payer of a direct authorization has told', () => {
  it('waits for the machine in the personal table only, for ten minutes', async () => {
    shop.machineSeconds = 600;
    await shop.authorize(paymentId, 'canary-key');
    const { operationId, attempt } = shop.task;
    expect(shop.slowItem).toMatchObject({
      pk: `slow#${paymentId}#${operationId}#${attempt}`,
      body: { identityNumber: '198001139297', legalAddress: { streetAddress: 'Canary gata 9' } },
    });
    const expiresAt = Number(shop.slowItem?.['expiresAt']);
    expect(expiresAt).toBeGreaterThan(shop.world.now);
    expect(expiresAt).toBeLessThanOrEqual(shop.world.now + 600);

    shop.world.milliseconds = expiresAt * 1000;
    expect(await shop.requests.take(shop.task)).toBeUndefined();
    await shop.world.clock();
    expect(shop.slowItem).toBeUndefined();
  });

  it('is never in the ledger, the events, the logs, or what the machine is told', async () => {
    shop.once('before', 'create-authorization', refusal());
    await shop.authorize(paymentId, 'canary-key');
    shop.once('after', 'create-authorization', lost());
    await shop.authorize(paymentId, 'canary-key');
    await shop.sync(paymentId);
    const other = await shop.create({}, 'payment-2');
    shop.beforeMachine = shop.die;
    await shop.authorize(other, 'canary-key');
    expect([shop.told.length > 0, shop.died.length, shop.executions.length]).toEqual([true, 1, 3]);
    expect(shop.printed.length).toBeGreaterThan(3);
    expect(shop.durable).not.toMatch(personal);
  });

  it('is told to the machine by ids alone, under a name that Step Functions takes', async () => {
    await shop.authorize(paymentId);
    const [{ name = '', input = '' } = {}] = shop.executions;
    expect(Object.keys(JSON.parse(input) as object)).toEqual(['paymentId', 'operationId', 'attempt']);
    expect(name).toMatch(/^[0-9a-f]{32}-[0-9a-f]{32}-\d+$/);
    expect(name.length).toBeLessThanOrEqual(80);
  });

  it('is erased by the refusal, which is kept for ten minutes itself', async () => {
    shop.once('before', 'create-authorization', refusal());
    await shop.authorize(paymentId);
    expect(shop.slowItem).not.toHaveProperty('body');
    expect(shop.slowItem).toMatchObject({ refusal: { code: 'provider-forbidden' } });
    expect(await shop.requests.refusalOf(shop.task)).toMatchObject({ code: 'provider-forbidden' });
    shop.world.pass(600);
    expect(await shop.requests.refusalOf(shop.task)).toBeUndefined();
  });

  it('does not come back by a refusal that comes late', async () => {
    shop.machineSeconds = Infinity;
    await shop.authorize(paymentId);
    shop.world.pass(600);
    const there = structuredClone(shop.slowItem);
    await shop.requests.refuse(shop.task, new ProblemError('provider-forbidden'));
    expect(shop.slowItem).toEqual(there);
    await shop.world.clock();
    await shop.requests.refuse(shop.task, new ProblemError('provider-forbidden'));
    expect(shop.slowItem).toBeUndefined();
  });
});
