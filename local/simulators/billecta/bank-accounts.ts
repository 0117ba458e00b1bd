import * as z from 'zod';
import type { Clock } from '../clock.ts';
import { json } from '../http.ts';
import { isPersonalNumber } from '../people.ts';
import type { ProviderRoute } from '../provider-routes.ts';
import { accountsOf } from './accounts.ts';
import { banks, type Bank } from './banks.ts';
import { billectaError, unknownCreditor } from './errors.ts';
import type { HasShown } from './invoicing/approvals.ts';
import { isOutstanding, stateOf, type Order, type OrderState } from './order.ts';
import type { Orders } from './orders.ts';
import { showFrame } from './qr.ts';

const isBank = (text: string): text is Bank => Object.hasOwn(banks, text);

/** The start has everything in the query; a personal number may have a hyphen before its last four digits. */
const startQuery = z.object({
  bank: z.string().refine(isBank, 'unknown bank'),
  ssn: z
    .string()
    .regex(/^\d{8}-?\d{4}$/)
    .transform((text) => text.replace('-', ''))
    .refine(isPersonalNumber, 'not a personal number'),
  other_device: z.stringbool({ truthy: ['true'], falsy: ['false'] }).default(true),
});

/** Account lookup (billecta.md 3). One path, two meanings of the id: the start takes the creditor, the poll the job. */
export const bankAccountRoutes = (creditorPublicId: string, orders: Orders, clock: Clock): ProviderRoute[] => [
  {
    method: 'POST',
    path: '/v1/bank/accounts/{creditorPublicId}',
    operation: 'bank-accounts.start',
    handle(request) {
      if (request.param('creditorPublicId') !== creditorPublicId) throw unknownCreditor();
      const { success, data, error } = startQuery.safeParse(request.query);
      if (!success) throw billectaError(400, `Invalid request: ${z.prettifyError(error)}`);
      const { bank, ssn, other_device: otherDevice } = data;
      return json(200, { PublicId: orders.start({ kind: 'bank-accounts', bank, otherDevice }, ssn).reference });
    },
  },
  {
    method: 'GET',
    path: '/v1/bank/accounts/{publicId}',
    operation: 'bank-accounts.poll',
    handle(request) {
      const order = orders.find(request.param('publicId'));
      if (order?.subject.kind !== 'bank-accounts') throw billectaError(404, 'The request was not found');
      return json(200, requestView(order, order.subject, clock.now()));
    },
  },
];

/** Whether the person has shown this account, one that takes autogiro, in a lookup that is still kept. */
export const hasShownAccount =
  (orders: Orders, clock: Clock): HasShown =>
  (personalNumber, { ClearingNo, AccountNo }) =>
    orders.newestFirst().some((order) => {
      const { approvedBy } = stateOf(order, clock.now());
      if (order.subject.kind !== 'bank-accounts' || approvedBy?.slice(-10) !== personalNumber.slice(-10)) return false;
      return accountsOf(approvedBy, order.subject.bank).some(
        (account) =>
          account.AutogiroCompatible === 'Approved' &&
          account.ClearingNo === ClearingNo &&
          account.AccountNo === AccountNo,
      );
    });

/** The job's status: it knows no steps of the app (billecta.md 3). */
export function lookupStatus({ status }: OrderState): 'Waiting' | 'Success' | 'Failed' {
  if (status === 'Complete') return 'Success';
  return status === 'Error' || status === 'NoClient' ? 'Failed' : 'Waiting';
}

/** BankAccountRequestView. That a failure's code is BankID's hint, and its text, is inferred. */
function requestView(order: Order, { bank, otherDevice }: { bank: Bank; otherDevice: boolean }, now: number) {
  const state = stateOf(order, now);
  const status = lookupStatus(state);
  const outstanding = isOutstanding(order, now);
  return {
    PublicId: order.reference,
    Bank: bank,
    SSN: state.approvedBy ?? order.personalNumber,
    QR: outstanding && otherDevice ? showFrame(order, now) : null,
    Status: order.forced?.status ?? status,
    AccountNumbers: state.approvedBy === undefined ? null : accountsOf(state.approvedBy, bank),
    BankIdAutostartToken: outstanding ? order.autoStartToken : null,
    IsBankIdAutostartTokenRequired: !otherDevice,
    FailureMessage: status === 'Failed' ? 'The identification in BankID failed' : null,
    FailureCode: status === 'Failed' ? state.hintCode : null,
  };
}
