import { describe, expect, it } from 'vitest';
import { providers } from '../../functions/providers.ts';
import { evaluate, inner, machinesOf } from './definition.ts';
import { Synthesized } from './template.ts';

const slow = providers.filter(({ payments }) => payments?.hasSlowCalls).map(({ name }) => `sluss-test-${name}-slow`);
const machines = machinesOf(new Synthesized('test')).filter(([name]) => slow.includes(name));

it('every provider with slow calls has one', () => {
  expect(machines.map(([name]) => name)).toEqual(slow);
  expect(slow).toEqual(['sluss-test-swedbank-pay-slow']);
});

describe.each(machines)('%s', (_, properties, definition) => {
  const { CarryOut } = definition.States;

  it('is Standard, so that a name that was used once is refused', () => {
    expect(properties['StateMachineType']).toBe('STANDARD');
    expect(definition.TimeoutSeconds).toBe(90);
    expect(properties['LoggingConfiguration']).toMatchObject({ IncludeExecutionData: false });
  });

  it('calls its function once, whatever happens: money moves in it', () => {
    expect(Object.keys(definition.States)).toEqual(['CarryOut']);
    expect(definition.StartAt).toBe('CarryOut');
    expect(CarryOut).not.toHaveProperty('Retry');
    expect(CarryOut).not.toHaveProperty('Catch');
  });

  it('with ids, and gives back a status word', async () => {
    const { Payload } = CarryOut!.Arguments as { Payload: Record<string, string> };
    const input = { paymentId: 'p', operationId: 'o', attempt: 7, more: 'x' };
    const given = await Promise.all(
      Object.entries(Payload).map(async ([field, expression]) => [field, await evaluate(inner(expression), input)]),
    );
    expect(Object.fromEntries(given)).toEqual({ paymentId: 'p', operationId: 'o', attempt: 7 });
    const answer = { paymentId: 'p', operationId: 'o', status: 'done' };
    expect(await evaluate(inner(CarryOut?.Output), input, { Payload: answer })).toEqual(answer);
  });
});
