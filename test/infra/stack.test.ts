import '../fakes/quiet.ts';
import { describe, expect, it } from 'vitest';
import { providers } from '../../functions/providers.ts';
import { type EnvironmentName, environmentName, settingsOf } from '../../infra/environments.ts';
import { Synthesized } from './template.ts';

const stacks = environmentName.options.map((name): [EnvironmentName, Synthesized] => [name, new Synthesized(name)]);
const flowNames = providers.flatMap(({ flows }) => flows).map(({ name }) => name);

describe.each(stacks)('%s: personal data', (name, stack) => {
  const table = stack.one('AWS::DynamoDB::GlobalTable').Properties;
  const replicas = table['Replicas'] as Record<string, unknown>[];

  it('expires by itself, in one region, and is kept in no stream and no recovery point', () => {
    expect(table['TimeToLiveSpecification']).toEqual({ AttributeName: 'expiresAt', Enabled: true });
    expect(table).not.toHaveProperty('StreamSpecification');
    expect(replicas).toHaveLength(1);
    expect(replicas[0]).toMatchObject({ PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: false } });
    for (const type of ['AWS::Backup::BackupPlan', 'AWS::Backup::BackupSelection', 'AWS::DynamoDB::Table'])
      expect(stack.all(type)).toEqual([]);
  });

  it('is encrypted with a key of its own that rotates', () => {
    const key = stack.one('AWS::KMS::Key');
    expect(key.Properties['EnableKeyRotation']).toBe(true);
    expect(table['SSESpecification']).toEqual({ SSEEnabled: true, SSEType: 'KMS' });
    expect(replicas[0]).toMatchObject({ SSESpecification: { KMSMasterKeyId: { 'Fn::GetAtt': [key.id, 'Arn'] } } });
  });

  it('the due index holds keys only, and only of what is due', () => {
    expect(table['GlobalSecondaryIndexes']).toEqual([
      {
        IndexName: 'due',
        KeySchema: [
          { AttributeName: 'dueShard', KeyType: 'HASH' },
          { AttributeName: 'dueAt', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
    ]);
    expect(table['KeySchema']).toEqual([{ AttributeName: 'pk', KeyType: 'HASH' }]);
  });

  it('table and key go with the stack only where the environment says so', () => {
    const kept = name === 'production';
    for (const type of ['AWS::DynamoDB::GlobalTable', 'AWS::KMS::Key'])
      expect(stack.one(type).DeletionPolicy).toBe(kept ? 'Retain' : 'Delete');
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
    expect(groups.map(({ Properties }) => Properties['LogGroupName']).sort()).toEqual(
      [
        ...['billecta-api', 'billecta-poll', 'clock', 'flows'].map((each) => `/aws/lambda/sluss-${name}-${each}`),
        `/aws/vendedlogs/apigateway/sluss-${name}`,
        ...flowNames.map((flow) => `/aws/vendedlogs/states/sluss-${name}-${flow}`),
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

  it('has a route for each flow and operation, for flows and health, and our 404 for all else', () => {
    const routes = stack.all('AWS::ApiGatewayV2::Route').map(({ Properties }) => Properties['RouteKey']);
    expect(routes.sort()).toEqual(
      [
        '$default',
        'DELETE /v1/flows/{flowId}',
        'GET /v1/flows/{flowId}',
        'GET /v1/flows/{flowId}/progress',
        'GET /v1/health',
        ...providers.flatMap(({ flows, operations }) => [...flows, ...operations].map(({ route }) => route)),
      ].sort(),
    );
  });

  it("lets only the environment's pages read and cancel", () => {
    expect(stack.one('AWS::ApiGatewayV2::Api').Properties['CorsConfiguration']).toMatchObject({
      AllowOrigins: settingsOf(name).corsOrigins,
      AllowMethods: ['GET', 'DELETE'],
      AllowHeaders: ['authorization', 'accept-language'],
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
    ['clock', ['MACHINES', 'PERSONAL_TABLE']],
    ['billecta-poll', ['PERSONAL_TABLE', 'PROVIDER_SECRET', 'PROVIDER_SETTINGS']],
    [
      'billecta-api',
      ['API_KEYS_SECRET', 'MACHINES', 'MAC_SECRET', 'PERSONAL_TABLE', 'PROVIDER_SECRET', 'PROVIDER_SETTINGS'],
    ],
  ])('%s is told only what it needs', (each, variables) => {
    const found = stack
      .all('AWS::Lambda::Function')
      .find(({ Properties }) => Properties['FunctionName'] === `sluss-${name}-${each}`);
    const { Variables } = found?.Properties['Environment'] as { Variables: Record<string, unknown> };
    const common = ['NODE_OPTIONS', 'POWERTOOLS_SERVICE_NAME'];
    expect(
      Object.keys(Variables)
        .filter((variable) => !common.includes(variable))
        .sort(),
    ).toEqual(variables);
    expect(Variables['POWERTOOLS_SERVICE_NAME']).toBe(`sluss-${name}`);
  });

  it('the clock runs each minute', () => {
    expect(stack.one('AWS::Events::Rule').Properties).toMatchObject({
      ScheduleExpression: 'rate(1 minute)',
      State: 'ENABLED',
    });
  });
});
