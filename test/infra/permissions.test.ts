import { describe, expect, it } from 'vitest';
import { Synthesized } from './template.ts';

const stack = new Synthesized('test');
const secret = (name: string) =>
  `secretsmanager:GetSecretValue secretsmanager:eu-north-1:111111111111:secret:sluss/test/${name}-??????`;
const log = (group: string) => [`logs:CreateLogStream ${group}`, `logs:PutLogEvents ${group}`];
const item = (...actions: string[]) => actions.map((action) => `dynamodb:${action} PersonalTable`);
const keyActions = ['Decrypt', 'DescribeKey', 'Encrypt', 'GenerateDataKey'];
const key = keyActions.map((action) => `kms:${action} PersonalKey`);
const ledger = (...actions: string[]) => [
  ...actions.map((action) => `dynamodb:${action} LedgerTable`),
  ...keyActions.map((action) => `kms:${action} LedgerKey`),
];
const machines = ['authentication', 'signature'].map((flow) => `billectabankid${flow}WatchingMachine`);
const startSlow = 'states:StartExecution swedbankpayslowWatchingMachine';
const startSync = 'states:StartExecution swedbankpaysyncWatchingMachine';
const startSwishSync = 'states:StartExecution swishsyncWatchingMachine';
const startSwishPayment = 'states:StartExecution swishswishpaymentWatchingMachine';
const startLook = 'states:StartExecution billectalookWatchingMachine';
const start = [
  ...machines,
  'billectabankaccountlookupWatchingMachine',
  'billectaswishinvoicepaymentWatchingMachine',
  'billectacardinvoicepaymentWatchingMachine',
  'billectacardregistrationWatchingMachine',
  'billectaautogirodonorWatchingMachine',
].map((machine) => `states:StartExecution ${machine}`);

const functions: readonly (readonly [name: string, grants: readonly string[]])[] = [
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
      ...ledger('GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'),
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
      ...ledger('GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'),
      secret('billecta'),
      secret('mac-key'),
    ],
  ],
  [
    'sluss-test-billecta-look',
    [
      ...log('billectabillectalookLogs'),
      ...item('GetItem', 'PutItem', 'UpdateItem'),
      ...key,
      ...ledger('GetItem', 'PutItem', 'UpdateItem'),
      'events:PutEvents Events',
      secret('billecta'),
    ],
  ],
  [
    'sluss-test-billecta-callback',
    [...log('billectabillectacallbackLogs'), ...ledger('UpdateItem'), startLook, secret('billecta'), secret('mac-key')],
  ],
  [
    'sluss-test-clock',
    [
      ...log('clockLogs'),
      ...item('GetItem', 'UpdateItem', 'DeleteItem'),
      'dynamodb:Query PersonalTable/index/due',
      ...key,
      ...ledger('GetItem'),
      'dynamodb:Query LedgerTable/index/due',
      ...start,
      startSync,
      startSwishPayment,
      startSwishSync,
      startLook,
    ],
  ],
  [
    'sluss-test-payments',
    [
      ...log('paymentsLogs'),
      ...ledger('GetItem', 'BatchGetItem', 'UpdateItem'),
      'dynamodb:Query LedgerTable/index/by-merchant',
      'dynamodb:Query LedgerTable/index/by-reference',
      startSync,
      startSwishSync,
      secret('api-keys'),
      secret('mac-key'),
    ],
  ],
  [
    'sluss-test-swedbank-pay-api',
    [
      ...log('swedbankpayswedbankpayapiLogs'),
      ...ledger('GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'),
      ...item('GetItem', 'PutItem'),
      ...key,
      startSync,
      startSlow,
      secret('swedbank-pay'),
      secret('api-keys'),
      secret('mac-key'),
    ],
  ],
  [
    'sluss-test-swedbank-pay-callback',
    [...log('swedbankpayswedbankpaycallbackLogs'), ...ledger('UpdateItem'), startSync, secret('mac-key')],
  ],
  [
    'sluss-test-swedbank-pay-slow',
    [
      ...log('swedbankpayswedbankpayslowLogs'),
      ...item('GetItem', 'UpdateItem'),
      ...key,
      ...ledger('GetItem', 'UpdateItem', 'DeleteItem'),
      startSync,
      secret('swedbank-pay'),
      secret('mac-key'),
    ],
  ],
  [
    'sluss-test-swedbank-pay-sync',
    [
      ...log('swedbankpayswedbankpaysyncLogs'),
      ...ledger('GetItem', 'UpdateItem'),
      'events:PutEvents Events',
      secret('swedbank-pay'),
    ],
  ],
  [
    'sluss-test-swish-api',
    [
      ...log('swishswishapiLogs'),
      ...item('GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'),
      ...key,
      ...ledger('GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'),
      startSwishPayment,
      startSwishSync,
      secret('swish'),
      secret('api-keys'),
      secret('mac-key'),
    ],
  ],
  [
    'sluss-test-swish-callback',
    [...log('swishswishcallbackLogs'), ...ledger('UpdateItem'), startSwishSync, secret('mac-key')],
  ],
  ['sluss-test-swish-certificate', [...log('swishswishcertificateLogs'), secret('swish')]],
  [
    'sluss-test-swish-poll',
    [
      ...log('swishswishpollLogs'),
      ...item('GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'),
      ...key,
      ...ledger('GetItem', 'UpdateItem'),
      'events:PutEvents Events',
      secret('swish'),
    ],
  ],
  [
    'sluss-test-swish-sync',
    [...log('swishswishsyncLogs'), ...ledger('GetItem', 'UpdateItem'), 'events:PutEvents Events', secret('swish')],
  ],
];

describe('each function may do exactly this', () => {
  it.each(functions)('%s', (name, grants) => {
    expect(stack.grants(name)).toEqual(grants.toSorted());
  });
});

it('the table above holds every function', () => {
  const names = stack.all('AWS::Lambda::Function').map(({ Properties }) => Properties['FunctionName']);
  expect(names).toHaveLength(functions.length);
  expect(names).toEqual(expect.arrayContaining(functions.map(([name]) => name)));
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

  it.each([
    ['bankid-authentication', 'billecta'],
    ['bankid-signature', 'billecta'],
    ['bank-account-lookup', 'billecta'],
    ['swish-payment', 'swish'],
  ])('%s', (flow, provider) => {
    expect(stack.grants(`sluss-test-${flow}`, 'StateMachineName')).toEqual(
      [
        `lambda:InvokeFunction ${provider}${provider}pollFunction`,
        'events:PutEvents Events',
        ...item('UpdateItem'),
        ...key,
        ...delivery,
      ].sort(),
    );
  });

  it('billecta-look', () => {
    expect(stack.grants('sluss-test-billecta-look', 'StateMachineName')).toEqual(
      ['lambda:InvokeFunction billectabillectalookFunction', ...delivery].sort(),
    );
  });

  it('swish-sync', () => {
    expect(stack.grants('sluss-test-swish-sync', 'StateMachineName')).toEqual(
      ['lambda:InvokeFunction swishswishsyncFunction', ...delivery].sort(),
    );
  });

  it.each(['sync', 'slow'])('swedbank-pay-%s', (what) => {
    expect(stack.grants(`sluss-test-swedbank-pay-${what}`, 'StateMachineName')).toEqual(
      [`lambda:InvokeFunction swedbankpayswedbankpay${what}Function`, ...delivery].sort(),
    );
  });
});

it("only a provider's own functions may read its secret", () => {
  for (const provider of ['billecta', 'swedbank-pay', 'swish']) {
    const readers = stack
      .all('AWS::Lambda::Function')
      .map(({ Properties }) => String(Properties['FunctionName']))
      .filter((name) => stack.grants(name).includes(secret(provider)));
    expect(readers).toContain(`sluss-test-${provider}-api`);
    expect(readers.filter((name) => !name.startsWith(`sluss-test-${provider}-`))).toEqual([]);
  }
});

it('the clock, which looks at everything, may read no secret', () => {
  expect(stack.grants('sluss-test-clock').filter((grant) => grant.startsWith('secretsmanager:'))).toEqual([]);
});

it('no grant of ours has a wildcard in its action, nor in its resource but for log delivery', () => {
  const owners = stack.all('AWS::Lambda::Function').map(({ Properties }) => String(Properties['FunctionName']));
  const machineNames = stack
    .all('AWS::StepFunctions::StateMachine')
    .map(({ Properties }) => String(Properties['StateMachineName']));
  const grants = [
    ...owners.flatMap((name) => stack.grants(name)),
    ...machineNames.flatMap((name) => stack.grants(name, 'StateMachineName')),
  ];
  expect(grants.filter((grant) => grant.endsWith('*') && !grant.startsWith('logs:'))).toEqual([]);
  for (const grant of grants) {
    expect(grant.split(' ')[0]).not.toContain('*');
  }
});

it('no role carries a managed policy', () => {
  for (const { Properties } of stack.all('AWS::IAM::Role')) expect(Properties).not.toHaveProperty('ManagedPolicyArns');
});
