import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { expect, it } from 'vitest';
import { ask, call, cancelStarted, problem, readProgress, start, type Started } from './api.ts';
import { startedAnswer } from '../../shared/flow-answer.ts';
import { RateBudget } from '../../shared/rate-budget.ts';
import { describeFlows } from './needs.ts';
import { launch, scan } from './phone.ts';
import { readStatistics } from './simulator.ts';
import { eachOf, until } from './until.ts';

/** As many codes as Billecta's limits keep fresh (billecta.md 1.5). */
const { seatCount } = new RateBudget(
  { dynamo: DynamoDBDocumentClient.from(new DynamoDBClient()), name: '', now: Date.now },
  'billecta',
  { perTenSeconds: 100, perMinute: 600 },
);
const clients = 6;

/** A start that waits its turn: while others poll, a start may be told to come back at once. */
const startPatiently = (): Promise<Started> =>
  until('a start', async () => {
    const answer = await ask('authentication');
    return answer.status === 201 ? startedAnswer.parse(answer.body) : undefined;
  });

/** The longest that each flow's code stood still within so many seconds, read as browsers do. In seconds. */
const longestStandstill = async (flows: readonly Started[], seconds: number): Promise<number> => {
  const until = performance.now() + seconds * 1000;
  const shown = new Map<string, { qr: string | undefined; since: number }>();
  let longest = 0;
  while (performance.now() < until) {
    await eachOf(flows, clients, async (flow) => {
      const { qr } = (await readProgress(flow)).view;
      const now = performance.now();
      const last = shown.get(flow.flowId);
      if (last?.qr === qr) longest = Math.max(longest, now - (last?.since ?? now));
      else shown.set(flow.flowId, { qr, since: now });
    });
  }
  return longest / 1000;
};

describeFlows('as many logins at once as the budget carries', () => {
  const flows: Started[] = [];

  it('all are started', async () => {
    flows.push(...(await eachOf(Array.from({ length: seatCount }), clients, startPatiently)));
    expect(new Set(flows.map(({ flowId }) => flowId)).size).toBe(seatCount);
  });

  it('every code is fresh enough for a phone', async () => {
    expect(await longestStandstill(flows, 9)).toBeLessThan(6.5);
  });

  it('one too many is refused, with when to come back; an opened order makes room for another', async () => {
    const { status, headers, body } = await ask('authentication');
    expect([status, problem.parse(body).code]).toEqual([503, 'busy']);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);

    const opened = flows.slice(1, 4);
    await Promise.all([scan(opened[0]!), launch(opened[1]!), launch(opened[2]!)]);
    await eachOf(opened, 1, startPatiently);
    expect((await ask('authentication')).status).toBe(503);
  });

  it("Billecta's limits were kept all the time", async () => {
    const { rateLimited, busiestTenSeconds, busiestMinute } = await readStatistics();
    expect(rateLimited).toBe(0);
    expect(busiestTenSeconds).toBeLessThanOrEqual(100);
    expect(busiestMinute).toBeLessThanOrEqual(600);
  });

  it('a cancelled one makes room at once', async () => {
    await call('DELETE', flows[5]!.links.self);
    expect(await startPatiently()).toMatchObject({ status: 'pending' });
    await cancelStarted();
    expect(await start('authentication')).toMatchObject({ status: 'pending' });
  });
});
