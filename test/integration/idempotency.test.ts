import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { FlowStore } from '../../shared/flow-store.ts';
import { claimKey, type Claim, type ClaimRequest } from '../../shared/idempotency.ts';
import { ProblemError } from '../../shared/problem.ts';
import { tenAtOnce, TestTable } from './table.ts';

const table = new TestTable();
const store = new FlowStore(table);
let count = 0;

const request = (more: Partial<ClaimRequest> = {}): ClaimRequest => ({
  macKey: 'a-mac-key-of-the-tests-0123456789',
  merchant: 'shop',
  route: 'POST /v1/example',
  key: `key-${(count += 1)}`,
  body: { personalNumber: '198507099805' },
  ...more,
});

/** A claim, an earlier flow, or the code of a refusal. */
const claim = (asked: ClaimRequest): Promise<Claim | { flowId: string } | string> =>
  claimKey(table, asked).catch((error: unknown) => {
    if (error instanceof ProblemError) return error.code;
    throw error;
  });
const isHeld = (outcome: Claim | { flowId: string } | string): outcome is Claim =>
  typeof outcome === 'object' && 'complete' in outcome;
const held = async (asked: ClaimRequest): Promise<Claim> => {
  const outcome = await claim(asked);
  if (!isHeld(outcome)) throw new Error('the key is claimed already');
  return outcome;
};
const complete = async (by: Claim): Promise<string> => {
  const flow = table.newFlow();
  await store.create(flow, {}, by.complete(flow.flowId, flow.expiresAt));
  return flow.flowId;
};

describe('a claim of an Idempotency-Key', () => {
  it('is held by one of ten at once; the others are told to wait', async () => {
    const asked = request();
    const outcomes = await tenAtOnce(() => claim(asked));
    expect(outcomes.filter(isHeld)).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'in-progress')).toHaveLength(9);
  });

  it('ends in one flow, which is what equal requests get from then on', async () => {
    const asked = request();
    const flowId = await complete(await held(asked));
    expect(await tenAtOnce(() => claim(asked))).toEqual(Array(10).fill({ flowId }));
    expect(await claim({ ...asked, body: {} })).toBe('idempotency-key-reused');
  });

  it.each([
    ['body', { body: { personalNumber: '197010632391' } }, 'idempotency-key-reused'],
    ['merchant', { merchant: 'other' }, undefined],
    ['route', { route: 'POST /v1/other' }, undefined],
  ])('under another %s', async (_, more, refusal) => {
    const asked = request();
    await held(asked);
    const outcome = await claim({ ...asked, ...more });
    expect(isHeld(outcome) ? undefined : outcome).toBe(refusal);
  });

  it('given back, is free for anybody', async () => {
    const asked = request();
    const first = await held(asked);
    await Promise.all([first.release(), first.release()]);
    expect(isHeld(await claim({ ...asked, body: {} }))).toBe(true);
  });

  it('is not given back once the flow exists', async () => {
    const asked = request();
    const first = await held(asked);
    const flowId = await complete(first);
    await first.release();
    expect(await claim(asked)).toEqual({ flowId });
  });

  it('holds no personal data, whatever the request does', async () => {
    const asked = request({ key: 'order-of-198507099805' });
    const flowId = await complete(await held(asked));
    const { Items = [] } = await table.dynamo.send(new ScanCommand({ TableName: table.name }));
    const mine = Items.filter((item) => item['flowId'] === flowId && String(item['pk']).startsWith('claim#'));
    expect(mine).toHaveLength(1);
    expect(JSON.stringify(mine)).not.toContain('198507099805');
  });
});

describe('the lease of a claim', () => {
  it('keeps others away while it runs', async () => {
    const asked = request();
    await held(asked);
    table.pass(34);
    expect(await tenAtOnce(() => claim(asked))).toEqual(Array(10).fill('in-progress'));
  });

  it('is taken over by one of ten at once after the holder died', async () => {
    const asked = request();
    await held(asked);
    table.pass(35);
    const outcomes = await tenAtOnce(() => claim(asked));
    expect(outcomes.filter(isHeld)).toHaveLength(1);
  });

  it('is not taken over with another body', async () => {
    const asked = request();
    await held(asked);
    table.pass(35);
    expect(await claim({ ...asked, body: {} })).toBe('idempotency-key-reused');
  });

  it('lets a holder that was only slow make no second flow', async () => {
    const asked = request();
    const slow = await held(asked);
    table.pass(35);
    const quick = await held(asked);
    const outcomes = await Promise.allSettled([complete(slow), complete(quick)]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    await slow.release();
    const [, { value: flowId }] = outcomes as [unknown, PromiseFulfilledResult<string>];
    expect(await claim(asked)).toEqual({ flowId });
  });
});
