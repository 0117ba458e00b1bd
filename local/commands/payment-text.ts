import { iso } from '../../shared/flow-answer.ts';
import { isOutcomeUnknown } from '../../shared/payment-list.ts';
import type { StoredPayment } from '../../shared/payment-item.ts';
import { amountsOf, stateOf } from '../../shared/payment.ts';

const aligned = (rows: readonly (readonly [label: string, value: string])[]): string => {
  const width = Math.max(...rows.map(([label]) => label.length));
  return rows.map(([label, value]) => `${label.padEnd(width)}  ${value}`).join('\n');
};

const timeOrNone = (seconds: number | undefined): string => (seconds === undefined ? '-' : iso(seconds));

/** How a payment stands, and what was done with it: for a person who looks into one. Nothing of it is personal. */
export const describePayment = (payment: StoredPayment, now: number): string => {
  const { known, underway, parked } = payment;
  const underwayIntent = underway && payment.intents[underway.operationId];
  const transactions = Object.values(known.transactions).sort((one, other) => one.created.localeCompare(other.created));
  return [
    aligned([
      ['payment', payment.paymentId],
      ['provider', payment.provider],
      ['there', payment.providerPaymentId ?? (payment.candidate ? `perhaps ${payment.candidate}` : 'unknown')],
      ['merchant', payment.merchant],
      ['merchantReference', payment.merchantReference ?? '-'],
      ['payeeReference', payment.payeeReference],
      [
        'state',
        `${stateOf(known)}${known.reason === undefined ? '' : `, ${known.reason}`}${isOutcomeUnknown(payment, now) ? ', outcome unknown' : ''}`,
      ],
      ...Object.entries(amountsOf(known)).map(([name, amount]) => [name, `${amount} minor units`] as const),
      [
        'under way',
        underway ? `${underwayIntent?.type ?? 'an operation'}, asked for until ${iso(underway.leaseUntil)}` : '-',
      ],
      ['rings', `${payment.requestedSync}, caught up with ${payment.completedSync}`],
      ['events to tell', String(Object.keys(payment.outbox).length)],
      ['faults in a row', String(payment.faults)],
      ['next look', timeOrNone(payment.dueAt)],
      ['parked', parked ? `${iso(parked.at)}  ${parked.reason}` : '-'],
    ]),
    ...(transactions.length > 0 ? ['', 'Transactions'] : []),
    ...transactions.map(({ created, type, state, amount, number, payeeReference }) =>
      [
        created.padEnd(24),
        type.padEnd(13),
        state.padEnd(9),
        String(amount).padStart(10),
        number ?? '-',
        payeeReference ?? '-',
      ].join('  '),
    ),
    '',
    'Time line',
    ...payment.timeline.map(({ at, what }) => `${iso(at)}  ${what}`),
  ].join('\n');
};

/** A line for each payment of a list. */
export const describePayments = (payments: readonly StoredPayment[]): string =>
  payments
    .map(({ paymentId, createdAt, provider, merchant, known, parked }) =>
      [
        paymentId,
        iso(createdAt),
        provider.padEnd(12),
        merchant.padEnd(16),
        stateOf(known).padEnd(15),
        parked ? `parked: ${parked.reason}` : '',
      ]
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
