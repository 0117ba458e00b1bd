import { describe, expect, it } from 'vitest';
import { billecta } from '../../functions/billecta/provider.ts';
import { expressions } from '../../infra/constructs/polling-machine.ts';
import { settingsOf } from '../../infra/environments.ts';
import { loop } from '../../infra/constructs/watching-machine.ts';
import { evaluate, inner, machinesOf } from './definition.ts';
import { Synthesized } from './template.ts';

const stack = new Synthesized('test');
const machines = machinesOf(stack).filter(([name]) =>
  billecta.flows.some((flow) => name === `sluss-test-${flow.name}`),
);

const flowId = 'ab'.repeat(22);
const pending = { flowId, status: 'pending', waitSeconds: 3 };
const announcement = { eventId: `${flowId}-complete`, flowId, status: 'complete' };
const ended = { flowId, status: 'complete', announcement, expiresAt: 1_795_258_800 };
const announced = { flowId, status: 'complete', expiresAt: 1_795_258_800 };
const gone = { flowId, status: 'gone' };

describe('the expressions', () => {
  it.each([
    ['an execution that begins', { flowId }, 1],
    ['a poll that says how long', pending, 3],
  ])('%s waits', async (_, input, waitSeconds) => {
    expect(await evaluate(loop.waitSeconds, input)).toBe(waitSeconds);
  });

  it.each([
    ['pending', pending, true, false],
    ['ended', ended, false, true],
    ['ended and announced', announced, false, false],
    ['gone', gone, false, false],
  ])('%s: goes on or announces', async (_, input, goesOn, announces) => {
    expect(await evaluate(loop.stillPending, input)).toBe(goesOn);
    expect(await evaluate(expressions.toAnnounce, input)).toBe(announces);
  });

  it('a poll that failed is asked again after a while, for the same flow', async () => {
    expect(await evaluate(loop.afterFailure, { ...pending, waitSeconds: 1 })).toEqual({
      flowId,
      status: 'pending',
      waitSeconds: 5,
    });
  });
});

it('every flow has one', () => {
  expect(machines).toHaveLength(billecta.flows.length);
});

describe.each(machines)('%s', (name, properties, definition) => {
  const flow = billecta.flows.find((each) => name === `sluss-test-${each.name}`);
  const { Wait, Poll, Announce, MarkAnnounced, 'Pending?': choice } = definition.States;

  it('is of the type that its flow says, and outlives its deadline', () => {
    expect(properties['StateMachineType']).toBe(flow?.machine.toUpperCase());
    const isExpress = flow?.machine === 'express';
    expect(definition.TimeoutSeconds).toBe(isExpress ? 300 : 172_800);
    expect(flow?.giveUpAfterSeconds).toBeLessThanOrEqual(isExpress ? 285 : 85_500);
    expect(flow?.movesMoney && isExpress).toBe(false);
  });

  it('logs which states were entered, and no data', () => {
    expect(properties['LoggingConfiguration']).toMatchObject({
      IncludeExecutionData: false,
      Level: settingsOf('test').executionLogging === 'all' ? 'ALL' : 'ERROR',
    });
    expect(properties).not.toHaveProperty('TracingConfiguration');
  });

  it('waits, polls with nothing but the id, and takes the answer as its state', async () => {
    expect([definition.StartAt, Wait?.Next, Poll?.Next]).toEqual(['Wait', 'Poll', 'Pending?']);
    expect(Wait?.Seconds).toBe(`{% ${loop.waitSeconds} %}`);
    const { Payload } = Poll!.Arguments as { Payload: Record<string, string> };
    expect(Object.keys(Payload)).toEqual(['flowId']);
    expect(await evaluate(inner(Payload['flowId']), { ...pending, more: 'x' })).toBe(flowId);
    expect(await evaluate(inner(Poll?.Output), pending, { Payload: ended })).toEqual(ended);
  });

  it('goes on whatever happens to a poll', () => {
    expect(Poll?.Catch).toEqual([{ ErrorEquals: ['States.ALL'], Next: 'Wait', Output: `{% ${loop.afterFailure} %}` }]);
  });

  it('goes on while pending, announces an end once, and else is done', () => {
    expect(choice?.Choices?.map(({ Next }) => Next)).toEqual(['Wait', 'Announce']);
    expect(choice?.Choices?.map(({ Condition }) => inner(Condition))).toEqual([
      loop.stillPending,
      expressions.toAnnounce,
    ]);
    expect([choice?.Default, Announce?.Next, MarkAnnounced?.Next]).toEqual(['Done', 'MarkAnnounced', 'Done']);
    expect(definition.States['Done']?.Type).toBe('Succeed');
  });

  it('announces what the poll said, as flow.ended', async () => {
    const [entry] = (Announce!.Arguments as { Entries: Record<string, string>[] }).Entries;
    expect(entry).toMatchObject({ DetailType: 'flow.ended', Source: 'sluss' });
    expect(await evaluate(inner(entry?.['Detail']), ended)).toEqual(announcement);
    expect(await evaluate(inner(Announce?.Output), ended)).toEqual(ended);
  });

  it('marks it announced only where the item still lies, and leaves it due for its erasure', async () => {
    const mark = MarkAnnounced?.Arguments as {
      Key: { pk: { S: string } };
      UpdateExpression: string;
      ConditionExpression: string;
      ExpressionAttributeValues: { ':expiresAt': { N: string } };
    };
    expect(await evaluate(inner(mark.Key.pk.S), ended)).toBe(`flow#${flowId}`);
    expect(await evaluate(inner(mark.ExpressionAttributeValues[':expiresAt'].N), ended)).toBe('1795258800');
    expect(mark.UpdateExpression).toBe('SET announced = :yes, dueAt = :expiresAt');
    expect(mark.ConditionExpression).toContain('attribute_exists(pk)');
    expect(MarkAnnounced?.Catch).toMatchObject([
      { ErrorEquals: ['DynamoDB.ConditionalCheckFailedException'], Next: 'Done' },
    ]);
  });
});
