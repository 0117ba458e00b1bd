import type { Failure, TransactionType } from './payment.ts';
import { problemType } from './problems.ts';

const activities: Record<TransactionType, string> = {
  Authorization: 'Authorize',
  Verification: 'Verify',
  Capture: 'Capture',
  Cancellation: 'Cancel',
  Reversal: 'Reverse',
};

/** Why a transaction of that kind failed (swedbank-pay.md 8, 14, 22; the words were seen for cards). */
export const failureOf = (type: TransactionType): Failure => ({
  failedReason: 'ExternalResponseError',
  failedActivityName: activities[type],
  failedErrorCode: '51',
  failedErrorDescription: 'REJECTED_BY_ACQUIRER',
  problem: {
    type: problemType('invoice/acquirererror'),
    title: 'Operation failed',
    status: 403,
    detail: `Unable to complete ${type} transaction, look at problem node!`,
    problems: [{ name: 'ExternalResponse', description: 'REJECTED_BY_ACQUIRER-unknown error, response-code: 51' }],
  },
});
