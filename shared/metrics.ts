import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';

/** What alarms and dashboards stand on. Dimensions are names of ours, never data. */
export const metricNamespace = 'Sluss';

const units = {
  BudgetRefused: MetricUnit.Count,
  CallbackFromElsewhere: MetricUnit.Count,
  CertificateDaysLeft: MetricUnit.Count,
  FlowEnded: MetricUnit.Count,
  LookFailing: MetricUnit.Count,
  OutcomeUnknown: MetricUnit.Count,
  Overdue: MetricUnit.Seconds,
  PaymentParked: MetricUnit.Count,
  ProviderFault: MetricUnit.Count,
  RequestFailed: MetricUnit.Count,
  RingUnmatched: MetricUnit.Count,
  SeatsRefused: MetricUnit.Count,
  UnknownStatus: MetricUnit.Count,
} as const;
export type MetricName = keyof typeof units;

const metrics = new Metrics({ namespace: metricNamespace });

/** Writes one metric in the embedded metric format, so it costs a log line and no call. */
export const measure = (name: MetricName, value: number, dimensions: Readonly<Record<string, string>> = {}): void => {
  const single = metrics.singleMetric();
  for (const [dimension, text] of Object.entries(dimensions)) single.addDimension(dimension, text);
  single.addMetric(name, units[name], value);
};
