import { describe, expect, it } from 'vitest';
import { problems } from '../../shared/problem.ts';
import { Synthesized } from './template.ts';

const stack = new Synthesized('production');
const alarms = stack.all('AWS::CloudWatch::Alarm').map(({ Properties }) => Properties);
const text = (value: unknown) => (typeof value === 'string' ? value : '');

it('every alarm says what a person notices, reaches the alarm address, and has a name of its own', () => {
  const topic = stack.one('AWS::SNS::Topic').id;
  for (const alarm of alarms) {
    expect(text(alarm['AlarmDescription']).length).toBeGreaterThan(30);
    expect(text(alarm['AlarmName'])).toMatch(/^sluss-production-/);
    expect(alarm['AlarmActions']).toEqual([{ Ref: topic }]);
  }
  expect(new Set(alarms.map((alarm) => alarm['AlarmName'])).size).toBe(alarms.length);
  expect(stack.one('AWS::SNS::Subscription').Properties).toMatchObject({ Protocol: 'email' });
});

it('CloudWatch may publish to the alarm address, and only from this account', () => {
  const { Statement } = stack.one('AWS::SNS::TopicPolicy').Properties['PolicyDocument'] as { Statement: unknown[] };
  expect(Statement).toContainEqual(
    expect.objectContaining({
      Effect: 'Allow',
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Action: 'sns:Publish',
      Condition: { StringEquals: { 'aws:SourceAccount': '222222222222' } },
    }),
  );
});

describe('alarms on our own metrics', () => {
  const own = alarms.filter((alarm) => alarm['Namespace'] === 'Sluss');

  // These are the dimensions with which test/unit/metrics.test.ts sees each metric written: any other finds nothing.
  it.each([
    ['sluss-production-overdue', 'Overdue', ['service'], 'Maximum'],
    ['sluss-production-answers-internal-error', 'RequestFailed', ['code', 'service'], 'Sum'],
    ['sluss-production-answers-provider-refused', 'RequestFailed', ['code', 'service'], 'Sum'],
    ['sluss-production-answers-provider-not-configured', 'RequestFailed', ['code', 'service'], 'Sum'],
    ['sluss-production-answers-provider-unavailable', 'RequestFailed', ['code', 'service'], 'Sum'],
    ['sluss-production-billecta-unknown-status', 'UnknownStatus', ['provider', 'service'], 'Sum'],
    ['sluss-production-billecta-faults', 'ProviderFault', ['provider', 'service'], 'Sum'],
    ['sluss-production-billecta-outcome-unknown', 'OutcomeUnknown', ['provider', 'service'], 'Sum'],
    ['sluss-production-billecta-budget-full', 'SeatsRefused', ['provider', 'service'], 'Sum'],
    ['sluss-production-billecta-looks-failing', 'LookFailing', ['provider', 'service'], 'Sum'],
    ['sluss-production-swedbank-pay-faults', 'ProviderFault', ['provider', 'service'], 'Sum'],
    ['sluss-production-swedbank-pay-payment-parked', 'PaymentParked', ['provider', 'service'], 'Sum'],
    ['sluss-production-swish-unknown-status', 'UnknownStatus', ['provider', 'service'], 'Sum'],
    ['sluss-production-swish-faults', 'ProviderFault', ['provider', 'service'], 'Sum'],
    ['sluss-production-swish-outcome-unknown', 'OutcomeUnknown', ['provider', 'service'], 'Sum'],
    ['sluss-production-swish-payment-parked', 'PaymentParked', ['provider', 'service'], 'Sum'],
  ])('%s looks at %s', (name, metric, dimensions, statistic) => {
    const alarm = own.find((each) => each['AlarmName'] === name);
    expect(alarm).toMatchObject({ MetricName: metric, Statistic: statistic, TreatMissingData: 'notBreaching' });
    const found = alarm?.['Dimensions'] as { Name: string; Value: string }[];
    expect(found.map(({ Name }) => Name).sort()).toEqual(dimensions);
    expect(found.find(({ Name }) => Name === 'service')?.Value).toBe('sluss-production');
  });

  it.each([60, 30, 7])('%s days before a client certificate expires, and until a longer one is measured', (days) => {
    expect(own.find((each) => each['AlarmName'] === `sluss-production-swish-certificate-${days}-days`)).toMatchObject({
      MetricName: 'CertificateDaysLeft',
      Dimensions: [
        { Name: 'provider', Value: 'swish' },
        { Name: 'service', Value: 'sluss-production' },
      ],
      ComparisonOperator: 'LessThanOrEqualToThreshold',
      Threshold: days,
      EvaluationPeriods: 1,
      // A new certificate's days count at once, also in the hour in which the old one's were measured.
      Statistic: 'Maximum',
      // It is measured once a day: without a measurement an alarm neither ends nor goes off.
      TreatMissingData: 'ignore',
    });
  });

  it('each of these on answers has a code that the API gives, of ours to mend', () => {
    const codes = own.flatMap((alarm) => alarm['Dimensions'] as { Name: string; Value: string }[]);
    const failures = Object.entries(problems).flatMap(([code, { status }]) => (status >= 500 ? [code] : []));
    for (const { Value } of codes.filter(({ Name }) => Name === 'code')) expect(failures).toContain(Value);
  });

  it.each(['unknown-status', 'budget-full', 'outcome-unknown'])(
    'a provider without flows has no alarm %s: nothing writes it',
    (what) => {
      const names = own.map((alarm) => alarm['AlarmName']);
      expect(names).toContain(`sluss-production-billecta-${what}`);
      expect(names).not.toContain(`sluss-production-swedbank-pay-${what}`);
    },
  );

  it('a provider that shows no codes has no alarm budget-full', () => {
    expect(own.map((alarm) => alarm['AlarmName'])).not.toContain('sluss-production-swish-budget-full');
  });

  it('a provider without a client certificate has no alarm on one', () => {
    const ofOthers = own.filter((alarm) => /(billecta|swedbank-pay)-certificate/.test(text(alarm['AlarmName'])));
    expect(ofOthers).toEqual([]);
  });

  it('a provider without watched objects has no alarm looks-failing', () => {
    expect(own.map((alarm) => alarm['AlarmName'])).not.toContain('sluss-production-swedbank-pay-looks-failing');
  });

  it('a provider without payments has no alarm payment-parked', () => {
    expect(own.map((alarm) => alarm['AlarmName'])).not.toContain('sluss-production-billecta-payment-parked');
  });

  it('there is no other', () => {
    expect(own).toHaveLength(19);
  });
});

it('the silence of the clock is an alarm', () => {
  expect(alarms.find((alarm) => alarm['AlarmName'] === 'sluss-production-clock-silent')).toMatchObject({
    MetricName: 'Invocations',
    ComparisonOperator: 'LessThanThreshold',
    Threshold: 1,
    TreatMissingData: 'breaching',
  });
});

it('each function has an alarm on its errors, and each machine on failures and on time', () => {
  const names = alarms.map((alarm) => text(alarm['AlarmName']));
  for (const { Properties } of stack.all('AWS::Lambda::Function'))
    expect(names).toContain(`${text(Properties['FunctionName'])}-errors`);
  for (const { Properties } of stack.all('AWS::StepFunctions::StateMachine'))
    for (const kind of ['failed', 'timed-out'])
      expect(names).toContain(`${text(Properties['StateMachineName'])}-${kind}`);
});
