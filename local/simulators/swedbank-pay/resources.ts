import { idOf } from './operations.ts';
import { amountsOf, isAttempt, stateOf, successOf, type Payment, type Transaction } from './payment.ts';
import { payerReferenceOf } from './requests.ts';

type Fields = Record<string, unknown>;

/** A sub-resource under the property that holds it. */
interface Resource {
  name: string;
  content: unknown;
}

/** How a kind of transaction is listed: path, property of one, and property of the list (swedbank-pay.md 14). */
const kinds = {
  authorizations: { type: 'Authorization', one: 'authorization', list: 'authorizationList' },
  verifications: { type: 'Verification', one: 'verification', list: 'verificationList' },
  captures: { type: 'Capture', one: 'capture', list: 'captureList' },
  cancellations: { type: 'Cancellation', one: 'cancellation', list: 'cancellationList' },
  reversals: { type: 'Reversal', one: 'reversal', list: 'reversalList' },
} as const;
export type Kind = keyof typeof kinds;
export const kindNames = Object.keys(kinds) as Kind[];
const isKind = (name: string): name is Kind => Object.hasOwn(kinds, name);

/** Single sub-resources: what the path says in lower case, and the property. */
const singles = {
  prices: 'prices',
  payeeinfo: 'payeeInfo',
  urls: 'urls',
  metadata: 'metadata',
  approvedlegaladdress: 'approvedLegalAddress',
  consumer: 'consumer',
  legaladdress: 'legalAddress',
  billingaddress: 'billingAddress',
  shippingaddress: 'shippingAddress',
  paid: 'paid',
  aborted: 'aborted',
} as const;
type Single = keyof typeof singles;
export const singleNames = Object.keys(singles) as Single[];
const isSingle = (name: string): name is Single => Object.hasOwn(singles, name);

/** What the payment links to as soon as it is there; the printed examples have the address too, the recordings do not. */
const paymentLinks = ['prices', 'payeeinfo', 'urls', 'metadata', 'approvedlegaladdress', 'transactions', ...kindNames];

/** UTC with seven digits of a second; the last four are invented, so `updated` can lie before `created` as recorded. */
const dateText = (time: number, digits: number) =>
  `${new Date(time).toISOString().slice(0, -1)}${String(digits % 10_000).padStart(4, '0')}Z`;

/** Days since 0001-01-01, the series of the settlement files' batch numbers (swedbank-pay.md 8). */
const dayNumber = (time: number) => Math.floor(time / 86_400_000) + 719_162;

const typedPath = ({ type }: Transaction) => kindNames.find((kind) => kinds[kind].type === type) ?? 'transactions';

/** The path of a transaction as its own kind: `…/captures/{tx}`. */
export const typedIdOf = (payment: Payment, transaction: Transaction) =>
  `${idOf(payment)}/${typedPath(transaction)}/${transaction.id}`;

/** The payment as GET shows it: what is not there yet, or zero, is absent (swedbank-pay.md 5.3, 15). */
export function paymentFields(payment: Payment): Fields {
  const asked = payment.request.payment;
  const { authorized, remaining, reversible } = amountsOf(payment);
  return {
    id: idOf(payment),
    number: payment.number,
    instrument: 'Invoice',
    created: dateText(payment.created, payment.number),
    updated: dateText(payment.updated, 0),
    operation: asked.operation,
    intent: 'intent' in asked ? asked.intent : undefined,
    state: stateOf(payment),
    currency: asked.currency,
    amount: authorized,
    remainingCaptureAmount: remaining || undefined,
    remainingCancellationAmount: remaining || undefined,
    remainingReversalAmount: reversible || undefined,
    description: asked.description,
    payerReference: payerReferenceOf(asked),
    initiatingSystemUserAgent: payment.initiatingSystemUserAgent,
    userAgent: asked.userAgent,
    language: asked.language,
    recurrenceToken: 'recurrenceToken' in asked ? asked.recurrenceToken : undefined,
    paymentToken: successOf(payment)?.paymentToken,
    ...linksTo(payment, paymentLinks),
  };
}

/** `{id}` under the property of each sub-resource that exists. */
function linksTo(payment: Payment, paths: string[]): Fields {
  const found = paths.flatMap((path) => {
    const resource = resourceAt(payment, [path]);
    return resource ? [[resource.name, { id: `${idOf(payment)}/${path}` }]] : [];
  });
  return Object.fromEntries(found) as Fields;
}

/** The sub-resource at a path below the payment, in lower case; undefined while there is none. */
export function resourceAt(payment: Payment, [first = '', id, last]: string[]): Resource | undefined {
  if (id !== undefined) return ofTransaction(payment, first, id, last);
  if (first === 'transactions' || isKind(first)) {
    const list = listOf(payment, first);
    return list.length > 0 ? listResource(payment, first, list) : undefined;
  }
  if (!isSingle(first)) return undefined;
  const content = contentOf(payment, first);
  if (content === undefined) return undefined;
  const fields = first === 'aborted' ? content : { ...content, id: `${idOf(payment)}/${first}` };
  return { name: singles[first], content: fields };
}

/** The list as it looks before its first entry. */
export const emptyList = (payment: Payment, path: string): Resource | undefined =>
  path === 'transactions' || isKind(path) ? listResource(payment, path, []) : undefined;

const listResource = (payment: Payment, path: Kind | 'transactions', list: Fields[]): Resource => ({
  name: path,
  content: {
    id: `${idOf(payment)}/${path}`,
    [path === 'transactions' ? 'transactionList' : kinds[path].list]: list,
  },
});

function listOf(payment: Payment, path: Kind | 'transactions'): Fields[] {
  if (path === 'transactions') return payment.transactions.map((each) => transactionFields(payment, each));
  return payment.transactions.filter(({ type }) => type === kinds[path].type).map((each) => typedFields(payment, each));
}

function ofTransaction(payment: Payment, path: string, id: string, last: string | undefined): Resource | undefined {
  const transaction = payment.transactions.find((each) => each.id === id);
  if (!transaction) return undefined;
  if (path === 'transactions' && last === 'itemdescriptions') return itemDescriptionsOf(payment, transaction);
  if (last !== undefined) return undefined;
  if (path === 'transactions') return { name: 'transaction', content: transactionFields(payment, transaction) };
  if (!isKind(path) || kinds[path].type !== transaction.type) return undefined;
  return { name: kinds[path].one, content: typedFields(payment, transaction) };
}

/** A transaction inside its authorization, capture … (swedbank-pay.md 8-11). */
function typedFields(payment: Payment, transaction: Transaction): Fields {
  return {
    id: typedIdOf(payment, transaction),
    ...(isAttempt(transaction)
      ? linksTo(payment, ['consumer', 'legaladdress', 'billingaddress', 'shippingaddress'])
      : {}),
    receiptReference: transaction.receiptReference,
    paymentToken: transaction.paymentToken,
    recurrenceToken: transaction.recurrenceToken,
    itemDescriptions: transaction.itemDescriptions && {
      id: `${idOf(payment)}/transactions/${transaction.id}/itemdescriptions`,
    },
    transaction: transactionFields(payment, transaction),
  };
}

/** A transaction without its kind's own envelope (swedbank-pay.md 8). */
export function transactionFields(payment: Payment, transaction: Transaction): Fields {
  const { type, state, number, created, updated, failure } = transaction;
  const { amount, vatAmount, description, payeeReference, receiptReference } = transaction;
  const isSettled = state === 'Completed' && (type === 'Capture' || type === 'Reversal');
  return {
    id: `${idOf(payment)}/transactions/${transaction.id}`,
    created: dateText(created, number),
    updated: dateText(updated, 0),
    type,
    state,
    number,
    amount,
    vatAmount,
    description,
    payeeReference,
    receiptReference,
    isOperational: false,
    reconciliationNumber: isSettled ? dayNumber(updated) : undefined,
    ...failure,
    operations: [],
  };
}

function itemDescriptionsOf(payment: Payment, transaction: Transaction): Resource | undefined {
  const { itemDescriptions, vatSummary } = transaction;
  if (!itemDescriptions) return undefined;
  const id = `${idOf(payment)}/transactions/${transaction.id}/itemdescriptions`;
  return { name: 'itemDescriptions', content: { id, itemDescriptionList: itemDescriptions, vatSummary } };
}

/** What a single sub-resource holds beside its id. */
function contentOf(payment: Payment, name: Single): object | undefined {
  const asked = payment.request.payment;
  switch (name) {
    case 'prices':
      return 'prices' in asked ? { priceList: asked.prices } : undefined;
    case 'payeeinfo':
      return asked.payeeInfo;
    case 'urls':
      return asked.urls;
    case 'metadata':
      return asked.metadata;
    case 'approvedlegaladdress':
      return payment.approvedLegalAddress;
    case 'consumer':
      return payment.payer.consumer;
    case 'legaladdress':
      return payment.payer.legalAddress;
    case 'billingaddress':
      return payment.payer.billingAddress;
    case 'shippingaddress':
      return payment.payer.shippingAddress;
    case 'paid':
      return paidFields(payment);
    case 'aborted':
      return payment.abortReason === undefined ? undefined : { abortReason: payment.abortReason };
  }
}

function paidFields(payment: Payment): object | undefined {
  const success = successOf(payment);
  if (!success) return undefined;
  const { payeeReference, orderReference } = payment.request.payment.payeeInfo;
  const tokens = [
    { type: 'Payment', token: success.paymentToken },
    { type: 'Recurrence', token: success.recurrenceToken },
  ].filter(({ token }) => token !== undefined);
  return {
    number: payment.number,
    transaction: { id: `${idOf(payment)}/transactions/${success.id}`, number: success.number },
    payeeReference,
    orderReference,
    amount: success.amount,
    tokens: tokens.length > 0 ? tokens : undefined,
    details: {},
  };
}
