import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { ask, call, jobs, problem, readFlow, start } from './api.ts';
import { stack } from '../stack.ts';
import { describeFlows, describeFlowsWithKeys } from './needs.ts';
import { listOrders } from './simulator.ts';
import { startedAnswer } from '../../shared/flow-answer.ts';

const withKey = (key: string) => ({ headers: { 'idempotency-key': key } });

describeFlows('an Idempotency-Key', () => {
  it('answers an equal request with the same flow', async () => {
    const key = withKey(randomUUID());
    const first = await start('signature', {}, key);
    const second = await start('signature', {}, key);
    expect(second).toMatchObject({ flowId: first.flowId, clientToken: first.clientToken, deadline: first.deadline });
  });

  it('ten equal requests at once make one order', async () => {
    const before = (await listOrders()).length;
    const key = withKey(randomUUID());
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask('authentication', {}, key)));
    expect(await listOrders()).toHaveLength(before + 1);

    const started = answers.filter(({ status }) => status === 201).map(({ body }) => startedAnswer.parse(body).flowId);
    expect(new Set(started).size).toBe(1);
    for (const { status, headers, body } of answers.filter((answer) => answer.status !== 201)) {
      expect([status, problem.parse(body).code]).toEqual([409, 'in-progress']);
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect(await start('authentication', {}, key)).toMatchObject({ flowId: started[0] });
  });

  it('is refused with another body, and does no harm to the first flow', async () => {
    const key = withKey(randomUUID());
    const { flowId } = await start('signature', {}, key);
    const { status, body } = await ask('signature', { visibleText: 'Något annat.' }, key);
    expect([status, problem.parse(body).code]).toEqual([422, 'idempotency-key-reused']);
    expect(await readFlow(flowId)).toMatchObject({ status: 'pending' });
  });

  it('stands for one route', async () => {
    const key = withKey(randomUUID());
    const [login, signing] = [await start('authentication', {}, key), await start('signature', {}, key)];
    expect(signing.flowId).not.toBe(login.flowId);
  });

  it('is free again when the start failed', async () => {
    const key = withKey(randomUUID());
    expect((await ask('lookup', { bank: 'XXX' }, key)).status).toBe(422);
    expect((await ask('lookup', {}, key)).status).toBe(201);
  });

  it('must be 1 to 255 visible ASCII characters', async () => {
    const { status, body } = await call('POST', jobs.authentication.path, { body: {}, ...withKey('a'.repeat(256)) });
    expect([status, problem.parse(body).fields]).toEqual([
      422,
      [{ field: 'Idempotency-Key', message: 'must be 1 to 255 visible ASCII characters' }],
    ]);
  });
});

describeFlowsWithKeys('an Idempotency-Key of two merchants', () => {
  it('stands for a flow of each', async () => {
    const key = withKey(randomUUID());
    const mine = await start('authentication', {}, key);
    const theirs = await start('authentication', {}, { ...key, credential: stack.otherKeys?.otherMerchant ?? '' });
    expect(theirs.flowId).not.toBe(mine.flowId);
  });
});
