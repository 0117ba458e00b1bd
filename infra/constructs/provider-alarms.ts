import { warningDays } from '../../shared/certificate-expiry.ts';
import { pollableFlowsOf, type AnyProvider } from '../../shared/provider.ts';
import type { Alarms } from './alarms.ts';

/** The alarms of one provider on our own metrics, read from its description: none that nothing writes. */
export const addProviderAlarms = (alarms: Alarms, each: AnyProvider): void => {
  const { name: provider, payments, watched, clientCertificate } = each;
  const flows = pollableFlowsOf(each);
  if (flows.length > 0)
    alarms.on({
      name: `${provider}-unknown-status`,
      metric: 'UnknownStatus',
      dimensions: { provider },
      statistic: 'sum',
      threshold: 1,
      minutes: 5,
      description: `${provider} answers with a status that we do not know: those flows stay pending until their deadline.`,
    });
  alarms.on({
    name: `${provider}-faults`,
    metric: 'ProviderFault',
    dimensions: { provider },
    statistic: 'sum',
    threshold: 20,
    minutes: 5,
    description: `${provider} gives no usable answers: people wait longer, flows may expire, and payments are learned of late.`,
  });
  if (flows.some(({ showsCode }) => showsCode))
    alarms.on({
      name: `${provider}-budget-full`,
      metric: 'SeatsRefused',
      dimensions: { provider },
      statistic: 'sum',
      threshold: 1,
      minutes: 5,
      description: `So many codes are open that ${provider}'s rate limit is used up: new flows are refused with 503.`,
    });
  if (flows.some(({ movesMoney, question }) => movesMoney || question))
    alarms.on({
      name: `${provider}-outcome-unknown`,
      metric: 'OutcomeUnknown',
      dimensions: { provider },
      statistic: 'sum',
      threshold: 1,
      minutes: 5,
      description: `${provider} has not said for a day what became of a payment, or nobody can tell what was made for a donor: the merchant must look there.`,
    });
  if (payments)
    alarms.on({
      name: `${provider}-payment-parked`,
      metric: 'PaymentParked',
      dimensions: { provider },
      statistic: 'sum',
      threshold: 1,
      minutes: 5,
      description: `A payment at ${provider} is no longer looked at by itself: its merchant does not hear what becomes of it.`,
    });
  if (watched)
    alarms.on({
      name: `${provider}-looks-failing`,
      metric: 'LookFailing',
      dimensions: { provider },
      statistic: 'sum',
      threshold: 1,
      minutes: 5,
      description: `Something at ${provider} has not been readable for an hour, or at all: its merchant does not hear what becomes of it.`,
    });
  if (clientCertificate) for (const days of Object.values(warningDays)) alarms.onCertificate(provider, days);
};
