import { describe, expect, it } from 'vitest';
import { examine } from '../../local/doctor/examine.ts';
import { groups } from '../../local/doctor/groups.ts';
import { FakeDeployment } from '../fakes/deployment.ts';
import { Synthesized } from './template.ts';

const webhook = { webhook: { url: 'https://shop.example/events' } };
const stack = new Synthesized('test', webhook);
const deployed = (type: string, name: string) =>
  stack.all(type).map(({ Properties }) => Properties[name]) as readonly string[];

/** The names under which the doctor looks for things in an environment. */
const lookedFor = async () => {
  const deployment = new FakeDeployment();
  deployment.settings = { ...deployment.settings, ...webhook };
  const names = { tables: new Set<string>(), machines: new Set<string>(), rulesOf: new Set<string>() };
  const queues = new Set<string>();
  const { table, machine } = deployment;
  deployment.table = (name) => (names.tables.add(name), table(name));
  deployment.machine = (name) => (names.machines.add(name), machine(name));
  Object.assign(deployment, {
    rulesOf: (name: string) => (names.rulesOf.add(name), Promise.resolve([])),
    queueLength: (name: string) => (queues.add(name), Promise.resolve(0)),
  });
  await examine(groups, deployment);
  return { ...names, queues };
};

describe('the doctor looks where infra/ deploys', () => {
  it('at every table and every machine, by its type', async () => {
    const { tables, machines } = await lookedFor();
    expect([...tables].toSorted()).toEqual(deployed('AWS::DynamoDB::GlobalTable', 'TableName').toSorted());
    expect([...machines].toSorted()).toEqual(
      deployed('AWS::StepFunctions::StateMachine', 'StateMachineName').toSorted(),
    );
    const types = new Map(
      stack
        .all('AWS::StepFunctions::StateMachine')
        .map(({ Properties }) => [Properties['StateMachineName'], Properties['StateMachineType'] ?? 'STANDARD']),
    );
    for (const [name, { type }] of new FakeDeployment().machines) expect([name, types.get(name)]).toEqual([name, type]);
  });

  it("at the clock's function, the gateway, the dead letters and the tables' keys", async () => {
    const { rulesOf, queues } = await lookedFor();
    expect(deployed('AWS::Lambda::Function', 'FunctionName')).toEqual(expect.arrayContaining([...rulesOf]));
    expect(deployed('AWS::SQS::Queue', 'QueueName')).toEqual(expect.arrayContaining([...queues]));
    expect(deployed('AWS::ApiGatewayV2::Api', 'Name')).toEqual(['sluss-test']);
    expect(deployed('AWS::KMS::Alias', 'AliasName')).toEqual(
      expect.arrayContaining(['alias/sluss-test-personal', 'alias/sluss-test-ledger']),
    );
  });

  it('for the schedule that the clock has', () => {
    expect(deployed('AWS::Events::Rule', 'ScheduleExpression')).toContain('rate(1 minute)');
  });
});
