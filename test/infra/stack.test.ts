import { describe, expect, it } from 'vitest';
import { providers } from '../../functions/providers.ts';
import { type EnvironmentName, environmentName, settingsOf } from '../../infra/environments.ts';
import { paymentRoutesOf } from '../../shared/payment-provider.ts';
import { Synthesized } from './template.ts';

const stacks = environmentName.options.map((name): [EnvironmentName, Synthesized] => [name, new Synthesized(name)]);
const flowNames = providers.flatMap(({ flows }) => flows).map(({ name }) => name);

/** A table by the end of its name, with its only replica and its key. */
const tableOf = (name: EnvironmentName, stack: Synthesized, what: 'personal' | 'ledger') => {
  const tables = stack.all('AWS::DynamoDB::GlobalTable');
  const table = tables.find(({ Properties }) => Properties['TableName'] === `sluss-${name}-${what}`)!;
  const replicas = table.Properties['Replicas'] as Record<string, unknown>[];
  const alias = stack
    .all('AWS::KMS::Alias')
    .find(({ Properties }) => Properties['AliasName'] === `alias/sluss-${name}-${what}`);
  const { 'Fn::GetAtt': target } = alias!.Properties['TargetKeyId'] as { 'Fn::GetAtt': [string, string] };
  const key = stack.all('AWS::KMS::Key').find(({ id }) => id === target[0])!;
  return { table, replicas, key };
};

const keysOnly = (IndexName: string, partition: string, sort: string) => ({
  IndexName,
  KeySchema: [
    { AttributeName: partition, KeyType: 'HASH' },
    { AttributeName: sort, KeyType: 'RANGE' },
  ],
  Projection: { ProjectionType: 'KEYS_ONLY' },
});
const dueIndexOfKeys = keysOnly('due', 'dueShard', 'dueAt');

describe.each(stacks)('%s: payments', (name, stack) => {
  const { table, replicas, key } = tableOf(name, stack, 'ledger');

  it('can be brought back to any second, never expire, and are kept in no stream', () => {
    expect(replicas).toHaveLength(1);
    expect(replicas[0]).toMatchObject({ PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } });
    expect(table.Properties).not.toHaveProperty('TimeToLiveSpecification');
    expect(table.Properties).not.toHaveProperty('StreamSpecification');
  });

  it('are encrypted with a key of their own that rotates, and that nobody can delete within a month', () => {
    expect(key.Properties).toMatchObject({ EnableKeyRotation: true, PendingWindowInDays: 30 });
    expect(table.Properties['SSESpecification']).toEqual({ SSEEnabled: true, SSEType: 'KMS' });
    expect(replicas[0]).toMatchObject({ SSESpecification: { KMSMasterKeyId: { 'Fn::GetAtt': [key.id, 'Arn'] } } });
    expect(key.id).not.toBe(tableOf(name, stack, 'personal').key.id);
  });

  it('are found by what is due, by merchant and by reference, in indexes that hold keys only', () => {
    expect(table.Properties['GlobalSecondaryIndexes']).toEqual([
      dueIndexOfKeys,
      keysOnly('by-merchant', 'merchant', 'createdAt'),
      keysOnly('by-reference', 'merchantReference', 'createdAt'),
    ]);
    expect(table.Properties['KeySchema']).toEqual([{ AttributeName: 'pk', KeyType: 'HASH' }]);
  });

  it('go with the stack, or may be deleted at all, only where the environment says so', () => {
    const kept = name === 'production';
    expect(replicas[0]).toMatchObject({ DeletionProtectionEnabled: kept });
    expect([table.DeletionPolicy, key.DeletionPolicy]).toEqual(kept ? ['Retain', 'Retain'] : ['Delete', 'Delete']);
  });
});

it.each(stacks)('%s: there are two tables and two keys, and no other', (_, stack) => {
  expect(stack.all('AWS::DynamoDB::GlobalTable')).toHaveLength(2);
  expect(stack.all('AWS::KMS::Key')).toHaveLength(2);
});

describe.each(stacks)('%s: personal data', (name, stack) => {
  const { table: resource, replicas, key } = tableOf(name, stack, 'personal');
  const table = resource.Properties;

  it('expires by itself, in one region, and is kept in no stream and no recovery point', () => {
    expect(table['TimeToLiveSpecification']).toEqual({ AttributeName: 'expiresAt', Enabled: true });
    expect(table).not.toHaveProperty('StreamSpecification');
    expect(replicas).toHaveLength(1);
    expect(replicas[0]).toMatchObject({ PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: false } });
    for (const type of ['AWS::Backup::BackupPlan', 'AWS::Backup::BackupSelection', 'AWS::DynamoDB::Table'])
      expect(stack.all(type)).toEqual([]);
  });

  it('is encrypted with a key of its own that rotates', () => {
    expect(key.Properties['EnableKeyRotation']).toBe(true);
    expect(table['SSESpecification']).toEqual({ SSEEnabled: true, SSEType: 'KMS' });
    expect(replicas[0]).toMatchObject({ SSESpecification: { KMSMasterKeyId: { 'Fn::GetAtt': [key.id, 'Arn'] } } });
  });

  it('the due index holds keys only, and only of what is due', () => {
    expect(table['GlobalSecondaryIndexes']).toEqual([dueIndexOfKeys]);
    expect(table['KeySchema']).toEqual([{ AttributeName: 'pk', KeyType: 'HASH' }]);
  });

  it('table and key go with the stack only where the environment says so', () => {
    const kept = name === 'production';
    for (const { DeletionPolicy } of [resource, key]) expect(DeletionPolicy).toBe(kept ? 'Retain' : 'Delete');
    expect(stack.stack.terminationProtection).toBe(kept);
  });

  it('no secret stands in the template', () => {
    expect(stack.text).not.toMatch(/securetoken|sluss_[\w-]{20}/i);
    for (const { Properties } of stack.all('AWS::SecretsManager::Secret'))
      expect(Properties['SecretString'] ?? '{"keys":[]}').toBe('{"keys":[]}');
    expect(stack.text).not.toContain('SecretString":"{\\"key\\"');
  });
});

describe.each(stacks)('%s: logs', (name, stack) => {
  it('each group is kept for as long as the environment says, and goes with the stack', () => {
    const groups = stack.all('AWS::Logs::LogGroup');
    for (const { Properties, DeletionPolicy } of groups) {
      expect(Properties['RetentionInDays']).toBe(settingsOf(name).logRetention);
      expect(DeletionPolicy).toBe('Delete');
    }
    expect(groups.map(({ Properties }) => String(Properties['LogGroupName'])).sort()).toEqual(
      [
        ...[
          'billecta-api',
          'billecta-callback',
          'billecta-look',
          'billecta-poll',
          'clock',
          'flows',
          'payments',
          'swedbank-pay-api',
          'swedbank-pay-callback',
          'swedbank-pay-slow',
          'swedbank-pay-sync',
          'swish-api',
          'swish-callback',
          'swish-certificate',
          'swish-poll',
          'swish-sync',
        ].map((each) => `/aws/lambda/sluss-${name}-${each}`),
        `/aws/vendedlogs/apigateway/sluss-${name}`,
        ...[...flowNames, 'billecta-look', 'swedbank-pay-slow', 'swedbank-pay-sync', 'swish-payment', 'swish-sync'].map(
          (each) => `/aws/vendedlogs/states/sluss-${name}-${each}`,
        ),
      ].sort(),
    );
  });

  it('every function writes to its own group', () => {
    for (const { Properties } of stack.all('AWS::Lambda::Function'))
      expect(JSON.stringify(Properties['LoggingConfig'])).toContain('LogGroup');
  });

  it('an access is logged with its id, route, status and latency, and nothing else', () => {
    const { AccessLogSettings } = stack.one('AWS::ApiGatewayV2::Stage').Properties as {
      AccessLogSettings: { Format: string };
    };
    expect(JSON.parse(AccessLogSettings.Format)).toEqual({
      requestId: '$context.requestId',
      route: '$context.routeKey',
      status: '$context.status',
      latencyMs: '$context.responseLatency',
    });
  });
});

describe.each(stacks)('%s: the gateway', (name, stack) => {
  it('throttles as the environment says', () => {
    const { ratePerSecond, burst } = settingsOf(name).throttling;
    expect(stack.one('AWS::ApiGatewayV2::Stage').Properties['DefaultRouteSettings']).toMatchObject({
      ThrottlingRateLimit: ratePerSecond,
      ThrottlingBurstLimit: burst,
    });
  });

  it('has a route for each flow, operation, creation and callback, for flows, payments and health, and our 404 for all else', () => {
    const routes = stack.all('AWS::ApiGatewayV2::Route').map(({ Properties }) => String(Properties['RouteKey']));
    expect(routes.sort()).toEqual(
      [
        '$default',
        'DELETE /v1/flows/{flowId}',
        'GET /v1/flows/{flowId}',
        'GET /v1/flows/{flowId}/progress',
        'GET /v1/health',
        'GET /v1/payments',
        'GET /v1/payments/{paymentId}',
        'POST /v1/payments/{paymentId}/syncs',
        'POST /callbacks/billecta/{proof}',
        'POST /callbacks/swedbank-pay/{proof}',
        'POST /callbacks/swish/{proof}',
        'PUT /v1/billecta/autogiro/donors/{flowId}/account',
        ...providers.flatMap(({ flows, operations, creations = [] }) =>
          [...flows, ...operations, ...creations].map(({ route }) => route),
        ),
        ...providers.flatMap(({ payments }) => (payments ? paymentRoutesOf(payments).map(({ route }) => route) : [])),
      ].sort(),
    );
  });

  it("lets only the environment's pages read, answer and cancel", () => {
    expect(stack.one('AWS::ApiGatewayV2::Api').Properties['CorsConfiguration']).toMatchObject({
      AllowOrigins: settingsOf(name).corsOrigins,
      AllowMethods: ['GET', 'PUT', 'DELETE'],
      AllowHeaders: ['authorization', 'accept-language', 'content-type'],
      ExposeHeaders: ['retry-after'],
    });
  });
});

describe.each(stacks)('%s: functions', (name, stack) => {
  it('run on Node 24 and arm64, and hear of nothing but their own', () => {
    for (const { Properties } of stack.all('AWS::Lambda::Function'))
      expect(Properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'] });
  });

  it.each([
    ['flows', ['API_KEYS_SECRET', 'MAC_SECRET', 'PERSONAL_TABLE', 'VERSION']],
    ['payments', ['API_KEYS_SECRET', 'LEDGER_TABLE', 'MAC_SECRET', 'SYNC_MACHINES']],
    ['clock', ['LEDGER_TABLE', 'LOOK_MACHINES', 'MACHINES', 'PERSONAL_TABLE', 'SYNC_MACHINES']],
    ['swedbank-pay-callback', ['CALLBACK_SOURCES', 'LEDGER_TABLE', 'MAC_SECRET', 'SYNC_MACHINE']],
    ['swedbank-pay-sync', ['EVENT_BUS', 'LEDGER_KEY', 'LEDGER_TABLE', 'PROVIDER_SECRET', 'PROVIDER_SETTINGS']],
    [
      'swedbank-pay-slow',
      [
        'LEDGER_KEY',
        'LEDGER_TABLE',
        'MAC_SECRET',
        'PERSONAL_TABLE',
        'PROVIDER_SECRET',
        'PROVIDER_SETTINGS',
        'PUBLIC_URL',
        'SYNC_MACHINE',
      ],
    ],
    [
      'swedbank-pay-api',
      [
        'API_KEYS_SECRET',
        'LEDGER_KEY',
        'LEDGER_TABLE',
        'MACHINES',
        'MAC_SECRET',
        'PERSONAL_TABLE',
        'PROVIDER_SECRET',
        'PROVIDER_SETTINGS',
        'PUBLIC_URL',
        'SLOW_MACHINE',
        'SYNC_MACHINE',
      ],
    ],
    ['swish-certificate', ['PROVIDER_SECRET']],
    [
      'swish-poll',
      ['EVENT_BUS', 'LEDGER_KEY', 'LEDGER_TABLE', 'PERSONAL_TABLE', 'PROVIDER_SECRET', 'PROVIDER_SETTINGS'],
    ],
    ['billecta-callback', ['LEDGER_TABLE', 'LOOK_MACHINE', 'MAC_SECRET', 'PROVIDER_SECRET']],
    ['billecta-look', ['EVENT_BUS', 'LEDGER_TABLE', 'PERSONAL_TABLE', 'PROVIDER_SECRET', 'PROVIDER_SETTINGS']],
    ['billecta-poll', ['LEDGER_TABLE', 'MAC_SECRET', 'PERSONAL_TABLE', 'PROVIDER_SECRET', 'PROVIDER_SETTINGS']],
    [
      'billecta-api',
      [
        'API_KEYS_SECRET',
        'LEDGER_TABLE',
        'MACHINES',
        'MAC_SECRET',
        'PERSONAL_TABLE',
        'PROVIDER_SECRET',
        'PROVIDER_SETTINGS',
      ],
    ],
  ])('%s is told only what it needs', (each, variables) => {
    const found = stack
      .all('AWS::Lambda::Function')
      .find(({ Properties }) => Properties['FunctionName'] === `sluss-${name}-${each}`);
    const { Variables } = found!.Properties['Environment'] as { Variables: Record<string, unknown> };
    const common = ['NODE_OPTIONS', 'POWERTOOLS_SERVICE_NAME'];
    expect(
      Object.keys(Variables)
        .filter((variable) => !common.includes(variable))
        .sort(),
    ).toEqual(variables);
    expect(Variables['POWERTOOLS_SERVICE_NAME']).toBe(`sluss-${name}`);
  });

  it('the clock runs each minute, and client certificates are measured each day', () => {
    const runs = stack.all('AWS::Events::Rule').map(({ Properties }) => {
      const [target] = Properties['Targets'] as { Arn: { 'Fn::GetAtt': [string, string] } }[];
      const run = stack.resources[target?.Arn['Fn::GetAtt'][0] ?? '']?.Properties['FunctionName'];
      return [run, Properties['ScheduleExpression'], Properties['State']].join(', ');
    });
    expect(runs.toSorted()).toEqual([
      `sluss-${name}-clock, rate(1 minute), ENABLED`,
      `sluss-${name}-swish-certificate, rate(1 day), ENABLED`,
    ]);
  });
});
