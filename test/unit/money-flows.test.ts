import { describe, expect, it } from 'vitest';
import { cardInvoicePayment } from '../../functions/billecta/card-invoice-payment.ts';
import { swishInvoicePayment } from '../../functions/billecta/swish-invoice-payment.ts';
import { ProviderContractBroken, ProviderRejected, ProviderUnavailable } from '../../shared/provider-error.ts';
import { rejection, World } from '../fakes/world.ts';
import { cardPayment, swishPayment } from '../fakes/money.ts';

const request = { body: { invoiceId: '1234567890', phone: '46701740605' }, idempotencyKey: 'order-7' };
const startSwish = (world: World) => world.start(request, swishInvoicePayment);

/** A payment that waits for the payer. */
const waiting = async () => {
  const world = new World();
  world.provider.answer = ({ method }) => (method === 'POST' ? { PublicId: 'swish-1' } : swishPayment());
  const { flowId } = await startSwish(world);
  return { world, flowId };
};
const lastMoment = 85_500 - 900;

describe('a flow that moves money', () => {
  it('takes no seat, keeps no request, and says no personal data to its machine', async () => {
    const { world, flowId } = await waiting();
    expect(world.seats).toEqual([]);
    expect([...world.dynamo.items.keys()].some((pk) => pk.startsWith('request#'))).toBe(false);
    expect(JSON.stringify([...world.dynamo.items])).not.toContain('46701740605');
    expect(world.startedMachines).toEqual([{ flow: 'swish-invoice-payment', flowId, attempt: undefined }]);
  });

  it('is not started while the provider wants no calls', async () => {
    const { world } = await waiting();
    await world.budget.close(30);
    const started = world.start({ ...request, idempotencyKey: 'order-8' }, swishInvoicePayment);
    expect(await rejection(started)).toMatchObject({ name: 'BudgetExhausted', retryAfterSeconds: 30 });
  });

  it.each([
    [0, 2],
    [60, 2],
    [180, 6],
    [600, 20],
    [3600, 120],
    [40_000, 900],
    [84_000, 600],
  ])('after %i seconds it is looked at again after %i', async (age, waitSeconds) => {
    const { world, flowId } = await waiting();
    world.pass(age);
    expect(await world.poll(flowId)).toEqual({ flowId, status: 'pending', waitSeconds });
  });

  it('that is looked at is taken for dead by no clock, however long it waits', async () => {
    const { world, flowId } = await waiting();
    world.startedMachines.length = 0;
    let next = world.now;
    for (let minute = 0; minute < 600; minute += 1) {
      while (world.now >= next) {
        const answer = await world.poll(flowId);
        next = world.now + ('waitSeconds' in answer ? answer.waitSeconds : Infinity);
        if (next === world.now) break;
      }
      await world.clock();
      world.pass(60);
    }
    expect(world.startedMachines).toEqual([]);
  });

  it('goes on past its deadline with a hint of its own and nothing to open, and ends on the word of the provider', async () => {
    const { world, flowId } = await waiting();
    world.provider.answer = () => swishPayment({ PaymentRequestToken: 'token-1' });
    await world.poll(flowId);
    expect(world.item(flowId)).toMatchObject({ hint: 'swish-waiting', view: { swish: { qrContent: 'Dtoken-1' } } });
    world.pass(360);
    await world.clock();
    await world.poll(flowId);
    expect(world.item(flowId)).toMatchObject({ status: 'pending', hint: 'outcome-unknown', view: {} });
    world.provider.answer = () => swishPayment({ Status: 'Paid', PaidDate: '2026-11-21T12:00:00+01:00' });
    world.pass(3600);
    expect(await world.poll(flowId)).toMatchObject({ status: 'complete', announcement: { status: 'complete' } });
  });

  it.each([
    ['no answer', new ProviderUnavailable('no answer')],
    ['a 404', new ProviderRejected(404)],
    ['a broken body', new ProviderContractBroken('Status')],
  ])('%s ends nothing, before the deadline or after it', async (_, fault) => {
    const { world, flowId } = await waiting();
    world.provider.answer = () => {
      throw fault;
    };
    await world.poll(flowId);
    expect(world.item(flowId)).toMatchObject({ status: 'pending', hint: 'provider-unavailable' });
    world.pass(7200);
    expect(await world.poll(flowId)).toEqual({ flowId, status: 'pending', waitSeconds: 240 });
    expect(world.item(flowId)).toMatchObject({ status: 'pending', hint: 'outcome-unknown' });
  });

  it('is asked for once more at its last moment', async () => {
    const { world, flowId } = await waiting();
    world.pass(lastMoment);
    world.provider.answer = () => swishPayment({ Status: 'Paid' });
    expect(await world.poll(flowId)).toMatchObject({ status: 'complete' });
  });

  it.each([
    ['a look that finds it open', (world: World, flowId: string) => world.poll(flowId)],
    ['the clock', (world: World) => world.clock()],
  ])('ends at its last moment by %s, as failed with an unknown outcome', async (_, end) => {
    const { world, flowId } = await waiting();
    world.pass(lastMoment - 1);
    await end(world, flowId);
    expect(world.item(flowId)).toMatchObject({ status: 'pending' });
    world.pass(10);
    await end(world, flowId);
    expect(world.item(flowId)).toMatchObject({ status: 'failed', hint: 'outcome-unknown' });
    expect(await world.poll(flowId)).toMatchObject({ status: 'failed', announcement: { hint: 'outcome-unknown' } });
    world.pass(900);
    await world.clock();
    expect(world.item(flowId)).toBeUndefined();
  });
});

describe('a cancellation of what moves money', () => {
  it('goes on as it was where the provider has no call for it', async () => {
    const { world, flowId } = await waiting();
    expect(await world.store.requestCancellation(flowId)).toBe(true);
    expect(await world.store.requestCancellation(flowId)).toBe(false);
    await world.poll(flowId);
    expect(world.item(flowId)).toMatchObject({ status: 'pending', hint: 'swish-waiting' });
    expect(world.provider.requests.map(({ method }) => method)).toEqual(['POST', 'GET']);
  });

  const card = async (cancels: () => unknown, Status = 'Pending') => {
    const world = new World();
    world.provider.answer = ({ method }) => (method === 'DELETE' ? cancels() : cardPayment());
    const urls = { successUrl: 'https://s.example', failureUrl: 'https://f.example' };
    const body = { invoiceId: '1234567890', ...urls, language: 'sv' };
    const { flowId } = await world.start({ body, idempotencyKey: 'k' }, cardInvoicePayment);
    await world.store.requestCancellation(flowId);
    world.provider.answer = ({ method }) => (method === 'DELETE' ? cancels() : cardPayment({ Status }));
    const asked = () => world.provider.count('card-payment.cancel');
    return { world, flowId, asked };
  };

  it('is passed on once, and settled by what the provider says next', async () => {
    const { world, flowId, asked } = await card(() => undefined);
    expect(await world.poll(flowId)).toEqual({ flowId, status: 'pending', waitSeconds: 2 });
    await world.poll(flowId);
    expect(asked()).toBe(1);
    world.provider.answer = () => cardPayment({ Status: 'Succeeded' });
    expect(await world.poll(flowId)).toMatchObject({ status: 'complete' });
  });

  it('is not passed on when the provider has ended it', async () => {
    const { world, flowId, asked } = await card(() => undefined, 'Succeeded');
    expect(await world.poll(flowId)).toMatchObject({ status: 'complete' });
    expect(asked()).toBe(0);
  });

  it.each([
    ['a refusal is an answer', new ProviderRejected(400), 1],
    ['refused credentials are none', new ProviderRejected(401), 2],
    ['nor is silence', new ProviderUnavailable('no answer'), 2],
  ])('%s', async (_, error, times) => {
    const { world, flowId, asked } = await card(() => {
      throw error;
    });
    await world.poll(flowId);
    await world.poll(flowId);
    expect(asked()).toBe(times);
    expect(world.item(flowId)).toMatchObject({ status: 'pending' });
  });
});

describe('a start of what moves money', () => {
  it.each([
    ['no answer', new ProviderUnavailable('no answer')],
    ['a 500', new ProviderUnavailable('HTTP 500', { httpStatus: 500 })],
    ['an answer that cannot be read', new ProviderContractBroken('swish.start')],
  ])('whose outcome is unknown (%s) is not made again under its key until the order is dead', async (_, error) => {
    const world = new World();
    world.provider.answer = () => {
      throw error;
    };
    expect(await rejection(startSwish(world))).toMatchObject({ code: 'outcome-unknown' });
    expect(await rejection(startSwish(world))).toMatchObject({ code: 'in-progress' });
    world.pass(36);
    expect(await rejection(startSwish(world))).toMatchObject({ code: 'outcome-unknown' });
    expect(world.provider.requests).toHaveLength(1);
    world.pass(565);
    world.provider.answer = () => ({ PublicId: 'swish-2' });
    expect(await startSwish(world)).toMatchObject({ status: 'pending' });
  });

  it.each([
    ['refused', new ProviderRejected(400)],
    ['too many', new ProviderUnavailable('HTTP 429', { httpStatus: 429, retryAfterSeconds: 1 })],
  ])('that was %s gives its key back', async (_, error) => {
    const world = new World();
    world.provider.answer = () => {
      throw error;
    };
    expect(await rejection(startSwish(world))).toBe(error);
    world.pass(2);
    world.provider.answer = () => ({ PublicId: 'swish-1' });
    expect(await startSwish(world)).toMatchObject({ status: 'pending' });
  });

  it('that the table did not take is unknown too: the payer may have it in the app', async () => {
    const world = new World();
    world.provider.answer = () => ({ PublicId: 'swish-1' });
    world.dynamo.before = ({ kind }) => {
      if (kind === 'TransactWrite') throw new Error('DynamoDB is away');
    };
    expect(await rejection(startSwish(world))).toMatchObject({ code: 'outcome-unknown' });
  });

  it('under the same key answers with the same flow', async () => {
    const { world, flowId } = await waiting();
    expect(await startSwish(world)).toMatchObject({ flowId });
    expect(world.provider.count('swish.start')).toBe(1);
  });
});
