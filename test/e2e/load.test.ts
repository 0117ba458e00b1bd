import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { expect, it } from 'vitest';
import { eachOf, until, untilSo } from '../until.ts';
import { ask, call, cancelStarted, problem, readProgress, start, type Started } from './api.ts';
import { startedAnswer } from '../../shared/flow-answer.ts';
import { RateBudget } from '../../shared/rate-budget.ts';
import { describeFlows } from './needs.ts';
import { launch, scan } from './phone.ts';
import { readStatistics } from './simulator.ts';

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

/**
 * Reads the flows as browsers do until each has shown so many new codes: how many each has shown by then. Counted in
 * codes and not in seconds, since a slow machine makes all of them wait, and only a wrong turn makes one of them.
 */
const newCodes = async (flows: readonly Started[], each: number): Promise<number[]> => {
  const shown = new Map(flows.map(({ flowId }) => [flowId, new Set<string>()]));
  const counts = () => [...shown.values()].map(({ size }) => size - 1);
  await untilSo(
    `${each} new codes of each flow`,
    async () => {
      await eachOf(flows, clients, async (flow) => {
        const { qr } = (await readProgress(flow)).view;
        if (qr !== undefined) shown.get(flow.flowId)?.add(qr);
      });
      return Math.min(...counts()) >= each;
    },
    60,
  );
  return counts();
};

describeFlows('as many logins at once as the budget carries', () => {
  const flows: Started[] = [];

  it('all are started', async () => {
    flows.push(...(await eachOf(Array.from({ length: seatCount }), clients, startPatiently)));
    expect(new Set(flows.map(({ flowId }) => flowId)).size).toBe(seatCount);
  });

  it('every code is renewed, and none waits while others are renewed twice', async () => {
    // On busy processors six have been seen; one that is passed over makes the others show ten and more.
    expect(Math.max(...(await newCodes(flows, 2)))).toBeLessThanOrEqual(8);
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
