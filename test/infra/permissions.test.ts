import '../fakes/quiet.ts';
import { describe, expect, it } from 'vitest';
import { Synthesized } from './template.ts';

const stack = new Synthesized('test');
const secret = (name: string) =>
  `secretsmanager:GetSecretValue secretsmanager:eu-north-1:111111111111:secret:sluss/test/${name}-??????`;
const log = (group: string) => [`logs:CreateLogStream ${group}`, `logs:PutLogEvents ${group}`];
const item = (...actions: string[]) => actions.map((action) => `dynamodb:${action} PersonalTable`);
const key = ['Decrypt', 'DescribeKey', 'Encrypt', 'GenerateDataKey'].map((action) => `kms:${action} PersonalKey`);
const machines = ['authentication', 'signature'].map((flow) => `billectabankid${flow}Machine`);
const start = [...machines, 'billectabankaccountlookupMachine'].map((machine) => `states:StartExecution ${machine}`);

describe('each function may do exactly this', () => {
  it.each([
    [
      'sluss-test-flows',
      [
        ...log('flowsLogs'),
        ...item('GetItem', 'UpdateItem', 'DeleteItem'),
        ...key,
        secret('api-keys'),
        secret('mac-key'),
      ],
    ],
    [
      'sluss-test-billecta-api',
      [
        ...log('billectabillectaapiLogs'),
        ...item('GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'),
        ...key,
        ...start,
        secret('billecta'),
        secret('api-keys'),
        secret('mac-key'),
      ],
    ],
    [
      'sluss-test-billecta-poll',
      [
        ...log('billectabillectapollLogs'),
        ...item('GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'),
        ...key,
        secret('billecta'),
      ],
    ],
    [
      'sluss-test-clock',
      [
        ...log('clockLogs'),
        ...item('GetItem', 'UpdateItem', 'DeleteItem'),
        'dynamodb:Query PersonalTable/index/due',
        ...key,
        ...start,
      ],
    ],
  ])('%s', (name, grants) => {
    expect(stack.grants(name)).toEqual(grants.toSorted());
  });
});

describe('each machine may do exactly this', () => {
  const delivery = [
    'CreateLogDelivery',
    'DeleteLogDelivery',
    'DescribeLogGroups',
    'DescribeResourcePolicies',
    'GetLogDelivery',
    'ListLogDeliveries',
    'PutResourcePolicy',
    'UpdateLogDelivery',
  ].map((action) => `logs:${action} *`);

  it.each(['bankid-authentication', 'bankid-signature', 'bank-account-lookup'])('%s', (flow) => {
    expect(stack.grants(`sluss-test-${flow}`)).toEqual(
      [
        'lambda:InvokeFunction billectabillectapollFunction',
        'events:PutEvents Events',
        ...item('UpdateItem'),
        ...key,
        ...delivery,
      ].sort(),
    );
  });
});

it('no grant of ours has a wildcard in its action, nor in its resource but for log delivery', () => {
  const owners = stack.all('AWS::Lambda::Function').map(({ Properties }) => String(Properties['FunctionName']));
  const machineNames = stack
    .all('AWS::StepFunctions::StateMachine')
    .map(({ Properties }) => String(Properties['StateMachineName']));
  const grants = [...owners, ...machineNames].flatMap((name) => stack.grants(name));
  expect(grants.filter((grant) => grant.endsWith('*') && !grant.startsWith('logs:'))).toEqual([]);
  for (const grant of grants) {
    expect(grant.split(' ')[0]).not.toContain('*');
  }
});

it('no role carries a managed policy', () => {
  for (const { Properties } of stack.all('AWS::IAM::Role')) expect(Properties).not.toHaveProperty('ManagedPolicyArns');
});
