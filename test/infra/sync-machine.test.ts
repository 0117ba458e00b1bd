import { describe, expect, it } from 'vitest';
import { providers } from '../../functions/providers.ts';
import { loop } from '../../infra/constructs/watching-machine.ts';
import { settingsOf } from '../../infra/environments.ts';
import { evaluate, inner, machinesOf } from './definition.ts';
import { Synthesized } from './template.ts';

const paid = providers.filter(({ payments }) => payments).map(({ name }) => `sluss-test-${name}-sync`);
const machines = machinesOf(new Synthesized('test')).filter(([name]) => paid.includes(name));

const paymentId = 'cd'.repeat(16);
const input = { paymentId, watching: true };
const pending = { ...input, status: 'pending', waitSeconds: 10 };

it('every provider with payments has one', () => {
  expect(machines.map(([name]) => name)).toEqual(paid);
  expect(paid).toContain('sluss-test-swedbank-pay-sync');
});

describe.each(machines)('%s', (_, properties, definition) => {
  const { Wait, Sync, Done, 'Pending?': choice } = definition.States;

  it('is Standard, so that a name in use says that somebody looks, and outlives the hour that it watches', () => {
    expect(properties['StateMachineType']).toBe('STANDARD');
    expect(definition.TimeoutSeconds).toBe(2 * 3600);
  });

  it('logs which states were entered, and no data', () => {
    expect(properties['LoggingConfiguration']).toMatchObject({
      IncludeExecutionData: false,
      Level: settingsOf('test').executionLogging === 'all' ? 'ALL' : 'ERROR',
    });
    expect(properties).not.toHaveProperty('TracingConfiguration');
  });

  it('looks at once, and only then waits', () => {
    expect([definition.StartAt, Sync?.Next, Wait?.Next]).toEqual(['Sync', 'Pending?', 'Sync']);
    expect(Wait?.Seconds).toBe(`{% ${loop.waitSeconds} %}`);
  });

  it('asks with nothing but the id and whether it watches, and takes the answer as its state', async () => {
    const { Payload } = Sync!.Arguments as { Payload: Record<string, string> };
    expect(Object.keys(Payload)).toEqual(['paymentId', 'watching']);
    const more = { ...pending, more: 'x' };
    for (const [field, expression] of Object.entries(Payload))
      expect(await evaluate(inner(expression), more)).toBe(input[field as keyof typeof input]);
    const resting = { paymentId, status: 'resting' };
    expect(await evaluate(inner(Sync?.Output), pending, { Payload: resting })).toEqual(resting);
  });

  it('asks again what the service refused, and goes on whatever happens', () => {
    expect(Sync?.Retry).toEqual([
      {
        ErrorEquals: ['Lambda.TooManyRequestsException', 'Lambda.ServiceException', 'Lambda.SdkClientException'],
        IntervalSeconds: 1,
        MaxAttempts: 3,
        BackoffRate: 2,
        JitterStrategy: 'FULL',
      },
    ]);
    expect(Sync?.Catch).toEqual([{ ErrorEquals: ['States.ALL'], Next: 'Wait', Output: `{% ${loop.afterFailure} %}` }]);
  });

  it('a look that failed is made again after a while, for the same payment', async () => {
    expect(await evaluate(loop.afterFailure, input)).toEqual({ ...input, status: 'pending', waitSeconds: 5 });
  });

  it('goes on while pending, and else is done', async () => {
    expect(choice?.Choices?.map(({ Condition, Next }) => [inner(Condition), Next])).toEqual([
      [loop.stillPending, 'Wait'],
    ]);
    expect([choice?.Default, Done?.Type]).toEqual(['Done', 'Succeed']);
    for (const status of ['resting', 'parked', 'gone'])
      expect(await evaluate(loop.stillPending, { paymentId, status })).toBe(false);
    expect(await evaluate(loop.stillPending, pending)).toBe(true);
  });

  it('has no state besides', () => {
    expect(Object.keys(definition.States).toSorted()).toEqual(['Done', 'Pending?', 'Sync', 'Wait']);
  });
});
