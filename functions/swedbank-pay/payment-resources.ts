import * as z from 'zod';
import { OperationNotOffered, ProviderRejected } from '../../shared/provider-error.ts';
import type { Payment } from './answers.ts';
import { resources } from './calls.ts';
import type { SwedbankPayClient } from './client.ts';
import { failure, showProblem } from './problem-resource.ts';
import type { ApprovedLegalAddress } from './resource-answers.ts';
import { showTransaction, transactionResource } from './transaction-resource.ts';
import type { TransactionItem } from './transaction-answers.ts';

/** What we show of Swedbank Pay's other resources (section 14): never an address of its API, never a token. */

const text = z.string().nullable();
const minorUnits = z.int().meta({ description: 'Minor units' });

interface Described<Read, Shown extends z.ZodType> {
  readonly resource: { hrefOf(payment: Payment): string | undefined; readonly answer: z.ZodType<Read> };
  readonly content: Shown;
  readonly show: (read: Read) => z.output<Shown>;
  /** What stands for a resource that is not there; without it, it is not offered. */
  readonly absent?: z.output<Shown>;
}

const readable = <Read, Shown extends z.ZodType>({ resource, content, show, absent }: Described<Read, Shown>) => ({
  content,
  /** @throws OperationNotOffered, with what is offered */
  read: async (client: SwedbankPayClient, payment: Payment, name: string): Promise<z.output<Shown>> => {
    const href = resource.hrefOf(payment);
    if (href !== undefined) return show(await client.read(`invoice-payment.${name}`, href, resource.answer));
    if (absent !== undefined) return absent;
    const offered = payment.operations.map(({ rel }) => rel);
    throw new OperationNotOffered(name, offered);
  },
});

export const transactionLists = [
  'transactions',
  'authorizations',
  'captures',
  'cancellations',
  'reversals',
  'verifications',
] as const;
export type TransactionList = (typeof transactionLists)[number];

/**
 * The transactions of a kind; none while the payment has no such list. Whether a list without entries is answered with
 * 404 is unknown (section 14), so that means none as well.
 */
export const transactionsOf = async (
  client: SwedbankPayClient,
  payment: Payment,
  name: TransactionList,
): Promise<readonly TransactionItem[]> => {
  const href = resources[name].hrefOf(payment);
  if (href === undefined) return [];
  try {
    return await client.read(`invoice-payment.${name}`, href, resources[name].answer);
  } catch (error) {
    if (error instanceof ProviderRejected && error.httpStatus === 404) return [];
    throw error;
  }
};

const transactions = (name: TransactionList) => ({
  content: z.array(transactionResource),
  read: async (client: SwedbankPayClient, payment: Payment) =>
    (await transactionsOf(client, payment, name)).map(showTransaction),
});

const payeeInfo = z.strictObject({
  payeeId: text,
  payeeReference: z.string(),
  payeeName: text,
  productCategory: text,
  orderReference: text,
  subsite: text,
});
const urls = z.strictObject({
  hostUrls: z.array(z.string()),
  completeUrl: text,
  cancelUrl: text,
  paymentUrl: text,
  logoUrl: text,
  termsOfServiceUrl: text,
});
const paid = z.strictObject({
  number: z.int().nullable(),
  transactionNumber: z.int().nullable(),
  payeeReference: text,
  orderReference: text,
  amount: minorUnits,
});

/** By their names in our URLs. */
export const readableResources = {
  transactions: transactions('transactions'),
  authorizations: transactions('authorizations'),
  captures: transactions('captures'),
  cancellations: transactions('cancellations'),
  reversals: transactions('reversals'),
  verifications: transactions('verifications'),
  'payee-info': readable({
    resource: resources.payeeInfo,
    content: payeeInfo,
    show: (it) => ({
      payeeId: it.payeeId ?? null,
      payeeReference: it.payeeReference,
      payeeName: it.payeeName ?? null,
      productCategory: it.productCategory ?? null,
      orderReference: it.orderReference ?? null,
      subsite: it.subsite ?? null,
    }),
  }),
  prices: readable({
    resource: resources.prices,
    content: z.array(z.strictObject({ type: z.string(), amount: minorUnits, vatAmount: minorUnits })),
    show: (prices) => prices,
    absent: [],
  }),
  metadata: readable({
    resource: resources.metadata,
    content: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    show: (metadata) => metadata,
    absent: {},
  }),
  urls: readable({
    resource: resources.urls,
    content: urls,
    show: (it) => ({
      hostUrls: it.hostUrls,
      completeUrl: it.completeUrl ?? null,
      cancelUrl: it.cancelUrl ?? null,
      paymentUrl: it.paymentUrl ?? null,
      logoUrl: it.logoUrl ?? null,
      termsOfServiceUrl: it.termsOfServiceUrl ?? null,
    }),
  }),
  paid: readable({
    resource: resources.paid,
    content: paid,
    show: (it) => ({
      number: it.number ?? null,
      transactionNumber: it.transactionNumber ?? null,
      payeeReference: it.payeeReference ?? null,
      orderReference: it.orderReference ?? null,
      amount: it.amount,
    }),
  }),
  failed: readable({ resource: resources.failed, content: failure, show: showProblem }),
  aborted: readable({
    resource: resources.aborted,
    content: z.strictObject({ reason: text }),
    show: ({ abortReason }) => ({ reason: abortReason ?? null }),
  }),
} as const;

/** The lines of a capture's invoice. */
export const itemDescriptions = z
  .strictObject({
    items: z.array(z.strictObject({ amount: minorUnits, description: z.string() })),
    vatSummary: z.array(
      z.strictObject({
        amount: minorUnits,
        vatPercent: z.int().meta({ description: 'Hundredths of a percent' }),
        vatAmount: minorUnits,
      }),
    ),
  })
  .meta({ id: 'SwedbankPayItemDescriptions' });

/** The payer's registered address (section 7). It passes through: it is stored and logged nowhere. */
export const legalAddress = z
  .strictObject({
    addressee: z.string(),
    coAddress: text,
    streetAddress: text,
    zipCode: z.string(),
    city: z.string(),
    countryCode: text,
  })
  .meta({ id: 'SwedbankPayLegalAddress', description: 'As the population register has it: personal data' });

export const showLegalAddress = (it: ApprovedLegalAddress): z.infer<typeof legalAddress> => ({
  addressee: it.addressee,
  coAddress: it.coAddress ?? null,
  streetAddress: it.streetAddress ?? null,
  zipCode: it.zipCode,
  city: it.city,
  countryCode: it.countryCode ?? null,
});

export const approvedLegalAddress = readable({
  resource: resources.approvedLegalAddress,
  content: legalAddress,
  show: showLegalAddress,
});
