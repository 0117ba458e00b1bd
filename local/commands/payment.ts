import { parseArgs } from 'node:util';
import { isOutcomeUnknown } from '../../shared/payment-list.ts';
import { PaymentStore } from '../../shared/payment-store.ts';
import { seconds } from '../../shared/table.ts';
import { ExplainedError } from '../system/explained-error.ts';
import { main } from '../system/main.ts';
import { requiredEnvironment } from './environment.ts';
import { ledgerOf, paymentsWhere, redrive } from './ledger.ts';
import { describePayment, describePayments } from './payment-text.ts';

const usage = `Looks into payments, whose merchant's they are, and takes up parked ones again.

  npm run payment -- <paymentId> --environment test            how it stands, and what was done with it
  npm run payment -- <paymentId> --redrive --environment test  look at it again, parked or not; forgives its faults
  npm run payment -- list --parked  --environment test         those that are no longer looked at by themselves
  npm run payment -- list --unknown --environment test         those of which nobody knows whether something was done`;

await main(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      environment: { type: 'string' },
      redrive: { type: 'boolean', default: false },
      parked: { type: 'boolean', default: false },
      unknown: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const [what, ...others] = positionals;
  if (values.help || what === undefined) {
    console.log(usage);
    return;
  }
  const isList = what === 'list';
  const isUnclear = isList ? values.redrive || values.parked === values.unknown : values.parked || values.unknown;
  if (others.length > 0 || isUnclear) throw new ExplainedError(usage);
  const ledger = ledgerOf(requiredEnvironment(values.environment));
  const now = seconds(ledger.table.now());

  if (isList) {
    const found = await paymentsWhere(
      (payment) => (values.parked ? payment.parked !== undefined : isOutcomeUnknown(payment, now)),
      ledger.table,
    );
    console.log(found.length > 0 ? describePayments(found) : 'There is none.');
    return;
  }
  const payment = values.redrive ? await redrive(what, ledger) : await new PaymentStore(ledger.table).find(what);
  if (!payment) throw new ExplainedError(`There is no payment ${what} in the ledger.`);
  console.log(describePayment(payment, now));
});
