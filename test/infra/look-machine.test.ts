import { describe, expect, it } from 'vitest';
import { providers } from '../../functions/providers.ts';
import { evaluate, inner, machinesOf } from './definition.ts';
import { Synthesized } from './template.ts';

const watched = providers.filter((provider) => provider.watched).map(({ name }) => `sluss-test-${name}-look`);
const stack = new Synthesized('test');
const machines = machinesOf(stack).filter(([name]) => watched.includes(name));

it('every provider with watched objects has one, and a route to ring at', () => {
  expect(machines.map(([name]) => name)).toEqual(watched);
  expect(stack.all('AWS::ApiGatewayV2::Route').map(({ Properties }) => Properties['RouteKey'])).toContain(
    'POST /callbacks/billecta/{proof}',
  );
});

describe.each(machines)('%s', (_, properties, definition) => {
  const { Look } = definition.States;

  it('is Standard, so that a name that is in use says that somebody is looking', () => {
    expect(properties['StateMachineType']).toBe('STANDARD');
    expect(definition.TimeoutSeconds).toBe(90);
    expect(properties['LoggingConfiguration']).toMatchObject({ IncludeExecutionData: false });
  });

  it('asks its function once, with keys alone; what is left is for the next run of the clock', async () => {
    expect([Object.keys(definition.States), definition.StartAt]).toEqual([['Look'], 'Look']);
    expect(Look).not.toHaveProperty('Catch');
    const { Payload } = Look!.Arguments as { Payload: Record<string, string> };
    const objects = ['watched#billecta#invoice#1'];
    expect(Object.keys(Payload)).toEqual(['objects']);
    expect(await evaluate(inner(Payload['objects']), { objects, more: 'x' })).toEqual(objects);
  });
});
