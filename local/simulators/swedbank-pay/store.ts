import { failureOf } from './failures.ts';
import type { Identifiers } from './identifiers.ts';
import { offers } from './operations.ts';
import {
  amountsOf,
  countryOf,
  isAttempt,
  isLocked,
  isOpen,
  openAttemptOf,
  type Outcome,
  type Payment,
  type Transaction,
  type TransactionType,
} from './payment.ts';
import { forbidden, inputError, notFound } from './problems.ts';
import {
  abortRequest,
  addressLookup,
  authorizationRequest,
  cancellationRequest,
  captureRequest,
  createRequest,
  reversalRequest,
  tokenDeletion,
  type Payer,
} from './requests.ts';
import { registeredAddress } from './test-people.ts';
import { tokenStore } from './tokens.ts';
import { validated } from './validation.ts';
import { paymentVersions } from './versions.ts';

export interface StoreOptions {
  /** Milliseconds since 1970. */
  now: () => number;
  identifiers: Identifiers;
  /** The only payee whose payments this is about. */
  payeeId: string;
  /** After how many failed attempts a payment fails for good; the provider does not publish its own number. */
  attemptLimit: () => number;
  /** Hears of every new transaction and of every new state of one: whom the provider rings. */
  onTransaction: (payment: Payment, transaction: Transaction) => void;
}

const completed: Outcome = { state: 'Completed' };

/** What a command made: the payment as it is now, and the transaction; a create has one only for Recur. */
export interface Made {
  payment: Payment;
  transaction?: Transaction;
}

type Draft = Pick<Transaction, 'type' | 'amount' | 'vatAmount' | 'description' | 'payeeReference'> &
  Partial<Pick<Transaction, 'receiptReference' | 'itemDescriptions' | 'vatSummary'>>;

/**
 * The provider's payments in memory, as commands and reads; ids are GUIDs, bodies are those of the API, refusals are
 * thrown as Problem. The same time, identifiers and commands always give the same payments.
 */
export function paymentStore({ now, identifiers, payeeId, attemptLimit, onTransaction }: StoreOptions) {
  const versions = paymentVersions();
  const { get, put } = versions;
  const references = new Set<string>();
  const tokens = tokenStore();

  const change = (payment: Payment, changes: Partial<Payment>) => put({ ...payment, ...changes, updated: now() });

  function offered(id: string, rel: string): Payment {
    const payment = get(id);
    if (!offers(payment, rel)) throw forbidden(`The operation ${rel} is not possible in the payment's state`);
    return payment;
  }

  /** Each reference is good for one operation of the payee, also when that fails later (swedbank-pay.md 17). */
  function claim(reference: string, name: string) {
    if (references.has(reference)) {
      throw inputError([{ name, description: 'The given payeeReference has already been used' }]);
    }
    references.add(reference);
  }

  /** Gives the transaction its outcome: its state, why it failed, the tokens that it makes, the payment's own end. */
  function concluded(
    payment: Payment,
    transaction: Transaction,
    { state, final = false, quiet = false }: Outcome,
  ): Made {
    const failure = state === 'Failed' ? failureOf(transaction.type) : undefined;
    const tokens = state === 'Completed' && isAttempt(transaction) ? newTokens(payment) : {};
    const known = { ...transaction, state, failure, updated: now(), ...tokens };
    const others = payment.transactions.filter(({ id }) => id !== known.id);
    const transactions = [...others, known].sort((one, other) => one.number - other.number);
    const attempts = transactions.filter((each) => isAttempt(each) && each.state === 'Failed').length;
    const isLast = final || attempts >= attemptLimit() || payment.request.payment.operation === 'Recur';
    const changed = change(payment, {
      transactions,
      ...(failure && isAttempt(known) && isLast ? { failure } : {}),
    });
    if (!quiet) onTransaction(changed, known);
    return { payment: changed, transaction: known };
  }

  function newTokens({ request: { payment } }: Payment): Pick<Transaction, 'paymentToken' | 'recurrenceToken'> {
    if (payment.operation === 'Recur') return {};
    const made = (wanted: boolean, kind: 'PaymentToken' | 'RecurrenceToken') => {
      if (!wanted) return undefined;
      const token = identifiers.guid();
      tokens.add(token, kind);
      return token;
    };
    return {
      paymentToken: made(payment.generatePaymentToken, 'PaymentToken'),
      recurrenceToken: made(payment.generateRecurrenceToken, 'RecurrenceToken'),
    };
  }

  function record(payment: Payment, draft: Draft, outcome: Outcome): Made {
    const time = now();
    const fresh = { id: identifiers.guid(), number: identifiers.number(), created: time, updated: time };
    return concluded(payment, { ...draft, ...fresh, state: outcome.state }, outcome);
  }

  /** The payment's own authorization or verification: it inherits amount, description and reference (swedbank-pay.md 8). */
  function attempt(payment: Payment, outcome: Outcome): Made {
    const { payment: asked } = payment.request;
    const [price] = 'prices' in asked ? asked.prices : [];
    const { amount, vatAmount } = asked.operation === 'Recur' ? asked : (price ?? { amount: 0, vatAmount: 0 });
    const { description, payeeInfo } = asked;
    const type: TransactionType = asked.operation === 'Verify' ? 'Verification' : 'Authorization';
    return record(payment, { type, amount, vatAmount, description, payeeReference: payeeInfo.payeeReference }, outcome);
  }

  function direct(id: string, rel: string, body: unknown, outcome: Outcome): Made {
    const payment = offered(id, rel);
    if (openAttemptOf(payment)) throw forbidden('An attempt is in progress');
    const payer: Payer = authorizationRequest(body);
    return attempt(change(payment, { payer }), outcome);
  }

  function afterPayment(id: string, rel: string, draft: Draft, most: (payment: Payment) => number, outcome: Outcome) {
    const payment = offered(id, rel);
    if (isLocked(payment)) throw forbidden('The payment is locked after too many failed transactions');
    if (draft.amount > most(payment)) {
      throw inputError([{ name: 'Transaction.Amount', description: 'The amount exceeds the remaining amount' }]);
    }
    claim(draft.payeeReference, 'Transaction.PayeeReference');
    return record(payment, draft, outcome);
  }

  function settle(id: string, transactionId: string, outcome: Outcome): Made {
    const payment = get(id);
    const transaction = payment.transactions.find((each) => each.id === transactionId);
    if (!transaction) throw notFound('The transaction');
    if (!isOpen(transaction)) throw forbidden('The transaction has its final state');
    return concluded(payment, transaction, outcome);
  }

  return {
    /** Recur is authorized at once; the others wait for a payer (swedbank-pay.md 5). */
    create(body: unknown, initiatingSystemUserAgent: string, outcome = completed): Made {
      const request = createRequest(body);
      const { payment: asked } = request;
      if (asked.payeeInfo.payeeId.toLowerCase() !== payeeId.toLowerCase()) {
        throw forbidden('The payee is not yours', [{ name: 'Payment.PayeeInfo.PayeeId', description: 'Not allowed' }]);
      }
      if (asked.operation === 'Recur') tokens.require(asked.recurrenceToken, 'RecurrenceToken');
      else if (asked.paymentToken !== undefined) tokens.require(asked.paymentToken, 'PaymentToken');
      claim(asked.payeeInfo.payeeReference, 'Payment.PayeeInfo.PayeeReference');
      const time = now();
      const payment = put({
        id: identifiers.guid(),
        number: identifiers.number(),
        created: time,
        updated: time,
        request,
        initiatingSystemUserAgent,
        pageToken: identifiers.pageToken(),
        transactions: [],
        payer: {},
        unlockedAfter: 0,
      });
      return asked.operation === 'Recur' ? attempt(payment, outcome) : { payment };
    },

    get,
    previous: versions.previous,
    byPageToken: versions.byPageToken,
    newestFirst: versions.newestFirst,

    /** Looks the payer up among the test people (swedbank-pay.md 7). */
    approveLegalAddress(id: string, body: unknown): Payment {
      const payment = offered(id, 'create-approved-legal-address');
      const { addressee } = validated(addressLookup, body);
      const found = registeredAddress(countryOf(payment) ?? 'SE', addressee.socialSecurityNumber, addressee.zipCode);
      if (!found) throw forbidden('No registered address matches');
      return change(payment, { approvedLegalAddress: found });
    },

    authorize: (id: string, body: unknown, outcome = completed) => direct(id, 'create-authorization', body, outcome),
    verify: (id: string, body: unknown, outcome = completed) => direct(id, 'create-verification', body, outcome),

    /** The payer's own attempt on the hosted page; who was sent away to confirm comes back to the same attempt. */
    attemptByPayer(id: string, outcome = completed): Made {
      const payment = get(id);
      const waiting = openAttemptOf(payment);
      if (waiting && waiting.state !== 'Initialized') return settle(id, waiting.id, outcome);
      if (!['redirect-authorization', 'redirect-verification'].some((rel) => offers(payment, rel))) {
        throw forbidden('The payment no longer waits for its payer');
      }
      return attempt(payment, outcome);
    },

    capture: (id: string, body: unknown, outcome = completed): Made => {
      const { transaction } = validated(captureRequest, body);
      const draft: Draft = { ...transaction, type: 'Capture' };
      return afterPayment(id, 'create-capture', draft, (payment) => amountsOf(payment).remaining, outcome);
    },

    /** Releases all that remains (swedbank-pay.md 10). */
    cancel: (id: string, body: unknown, outcome = completed): Made => {
      const { transaction } = validated(cancellationRequest, body);
      const amount = amountsOf(get(id)).remaining;
      const draft: Draft = { ...transaction, type: 'Cancellation', amount, vatAmount: 0 };
      return afterPayment(id, 'create-cancellation', draft, () => amount, outcome);
    },

    reverse: (id: string, body: unknown, outcome = completed): Made => {
      const { transaction } = validated(reversalRequest, body);
      const draft: Draft = { ...transaction, type: 'Reversal' };
      return afterPayment(id, 'create-reversal', draft, (payment) => amountsOf(payment).reversible, outcome);
    },

    abort(id: string, body: unknown): Payment {
      const { abortReason } = validated(abortRequest, body).payment;
      return change(offered(id, 'update-payment-abort'), { abortReason });
    },

    /** Deletes a payment or recurrence token; answers the payee that had it (swedbank-pay.md 13). */
    deleteToken(token: string, body: unknown): { paymentToken: string; payeeId: string } {
      validated(tokenDeletion, body);
      tokens.delete(token);
      return { paymentToken: token, payeeId };
    },

    /** Gives a transaction that is still open its outcome. */
    settle,

    /** Puts any word into the payment's or a transaction's state; null gives the payment its real one back. */
    force(
      id: string,
      {
        state,
        transaction,
      }: { state?: string | null | undefined; transaction?: { id: string; state: string } | undefined },
    ): Payment {
      let payment = get(id);
      if (transaction) {
        const found = payment.transactions.find((each) => each.id === transaction.id);
        if (!found) throw notFound('The transaction');
        payment = concluded(payment, found, { state: transaction.state }).payment;
      }
      return state === undefined ? payment : change(payment, { forcedState: state ?? undefined });
    },

    /** What only support can do after too many failures. */
    unlock: (id: string): Payment => change(get(id), { unlockedAfter: get(id).transactions.length }),

    clear() {
      versions.clear();
      references.clear();
      tokens.clear();
    },
  };
}

export type PaymentStore = ReturnType<typeof paymentStore>;
