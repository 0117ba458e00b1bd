import { describe, expect, it } from 'vitest';
import { idempotencyKey } from '../../shared/idempotency.ts';
import { ProviderUnavailable } from '../../shared/provider-error.ts';
import { order } from '../fakes/provider.ts';
import { rejection, World } from '../fakes/world.ts';

const request = { idempotencyKey: 'login-1', body: { personalNumber: '198001139297' } };

const world = () => {
  const here = new World();
  here.provider.answer = () => order();
  return here;
};
const startsOf = ({ provider }: World) => provider.count('bankid.authentication.start');
const claimOf = ({ dynamo }: World) => [...dynamo.items.entries()].find(([pk]) => pk.startsWith('claim#'));

describe('the same Idempotency-Key', () => {
  it('with the same body answers with the same flow, and starts nothing', async () => {
    const here = world();
    const first = await here.start(request);
    here.pass(60);
    expect(await here.start(request)).toEqual(first);
    expect(startsOf(here)).toBe(1);
  });

  it('answers with what the flow has become', async () => {
    const here = world();
    const { flowId } = await here.start(request);
    await here.store.end({ flowId }, { status: 'cancelled', hint: 'cancelled' });
    expect(await here.start(request)).toMatchObject({ flowId, status: 'cancelled', view: {} });
  });

  it('is not its own rival: a claim whose answer was lost is made again, and goes on', async () => {
    const here = world();
    here.dynamo.losesAnswer = ({ kind, keys }) => kind === 'Put' && keys.some((pk) => pk.startsWith('claim#'));
    expect(await here.start(request)).toMatchObject({ status: 'pending' });
    expect(startsOf(here)).toBe(1);
  });

  it('with another body is refused', async () => {
    const here = world();
    await here.start(request);
    const other = here.start({ ...request, body: {} });
    expect(await rejection(other)).toMatchObject({ code: 'idempotency-key-reused' });
  });

  it.each([
    ['another merchant', { merchant: 'other' }],
    ['another key', { idempotencyKey: 'login-2' }],
    ['no key', { idempotencyKey: undefined }],
  ])('%s has a flow of its own', async (_, difference) => {
    const here = world();
    const first = await here.start(request);
    expect((await here.start({ ...request, ...difference })).flowId).not.toBe(first.flowId);
  });

  it('ten at once start one order; the others are told to wait', async () => {
    const here = world();
    const answers = await Promise.allSettled(Array.from({ length: 10 }, () => here.start(request)));
    expect(startsOf(here)).toBe(1);
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const reasons = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason as unknown] : []));
    const toldToWait = expect.objectContaining({ code: 'in-progress', extras: { retryAfterSeconds: 35 } }) as unknown;
    expect(reasons).toEqual(Array.from({ length: 9 }, () => toldToWait));
  });

  it('is gone when its flow is erased, and then serves anew', async () => {
    const here = world();
    const { flowId } = await here.start(request);
    here.dynamo.items.delete(`flow#${flowId}`);
    expect(await rejection(here.start(request))).toMatchObject({ code: 'gone' });
    here.pass(3600);
    expect((await here.start(request)).flowId).not.toBe(flowId);
  });

  it('says nothing of the request or the merchant in what is stored', async () => {
    const here = world();
    await here.start(request);
    expect(JSON.stringify(claimOf(here))).not.toMatch(/198001139297|login-1|shop/);
  });
});

describe('a claim is a lease', () => {
  const crash = async (here: World) => {
    here.dynamo.before = ({ kind }) => {
      if (kind !== 'Put') throw new Error('the function dies here');
    };
    await rejection(here.start(request));
    here.dynamo.before = () => undefined;
  };

  it('held by a start that died, until it runs out', async () => {
    const here = world();
    await crash(here);
    here.pass(34);
    expect(await rejection(here.start(request))).toMatchObject({
      code: 'in-progress',
      extras: { retryAfterSeconds: 1 },
    });
    here.pass(1);
    expect(await here.start(request)).toMatchObject({ status: 'pending' });
  });

  it('a start that died is still known by its body', async () => {
    const here = world();
    await crash(here);
    here.pass(60);
    expect(await rejection(here.start({ ...request, body: {} }))).toMatchObject({ code: 'idempotency-key-reused' });
  });

  it('one that was slow and lost its claim makes no second flow, and leaves no seat', async () => {
    const here = world();
    let overtaking: Promise<unknown> = Promise.resolve();
    here.provider.answer = async () => {
      here.provider.answer = () => order({ ReferenceToken: 'order-2' });
      here.pass(36);
      overtaking = here.start(request);
      await overtaking;
      return order();
    };
    expect(await rejection(here.start(request))).toMatchObject({ code: 'in-progress' });
    const { flowId } = (await overtaking) as { flowId: string };
    expect(here.seats).toEqual([flowId]);
    expect(await here.start(request)).toMatchObject({ flowId });
    expect(startsOf(here)).toBe(2);
  });

  it('is given back when the start fails, so that the next try is not kept waiting', async () => {
    const here = world();
    here.provider.answer = () => {
      throw new ProviderUnavailable('no answer');
    };
    await rejection(here.start(request));
    expect(claimOf(here)).toBeUndefined();
    here.provider.answer = () => order();
    expect(await here.start(request)).toMatchObject({ status: 'pending' });
  });
});

it.each([
  ['one character', 'a', true],
  ['a UUID', 'f7a7c7e0-5b0a-4f5e-9a50-9f0b7b1f3c11', true],
  ['255 characters', 'a'.repeat(255), true],
  ['nothing', '', false],
  ['256 characters', 'a'.repeat(256), false],
  ['a space', 'a b', false],
  ['letters beyond ASCII', 'nyckel-å', false],
])('as a key %s is taken or not: %#', (_, key, taken) => {
  expect(idempotencyKey.safeParse(key).success).toBe(taken);
});
