import * as z from 'zod';
import { validated } from './validation.ts';

const currencies = { PayExFinancingSe: 'SEK', PayExFinancingNo: 'NOK', PayExFinancingFi: 'EUR' } as const;

const url = z.url({ protocol: /^https?$/ });
const httpsUrl = z.url({ protocol: /^https$/ });
const amount = z.int().positive();
const vatAmount = z.int().nonnegative();
/** The form that every contract allows (swedbank-pay.md 17). */
const payeeReference = z.string().regex(/^[A-Za-z0-9]{1,30}$/);
const receiptReference = z.string().min(1).max(50).optional();
/** One of the printed examples sends a string (swedbank-pay.md 5.2). */
const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]).default(false);

const urls = z.object({
  hostUrls: z.array(url).optional(),
  completeUrl: url,
  cancelUrl: url.optional(),
  paymentUrl: url.optional(),
  callbackUrl: url.optional(),
  logoUrl: httpsUrl.optional(),
  termsOfServiceUrl: httpsUrl.optional(),
});

const common = z.object({
  currency: z.enum(['SEK', 'NOK', 'EUR']),
  description: z.string().min(1).max(40),
  userAgent: z.string().min(1),
  language: z.enum(['sv-SE', 'nb-NO', 'en-US']),
  payerReference: z.string().max(40).optional(),
  payer: z.object({ payerReference: z.string().max(40).optional() }).optional(),
  prefillInfo: z
    .object({
      msisdn: z
        .string()
        .regex(/^\+\d+$/)
        .optional(),
    })
    .optional(),
  metadata: z.record(z.string(), z.union([z.string(), z.boolean(), z.number()])).optional(),
  payeeInfo: z.object({
    payeeId: z.guid(),
    payeeReference,
    payeeName: z.string().optional(),
    productCategory: z.string().max(50).optional(),
    orderReference: z.string().max(50).optional(),
    subsite: z
      .string()
      .regex(/^[A-Za-z0-9]{1,40}$/)
      .optional(),
  }),
});

const byPayer = common.extend({
  urls,
  generatePaymentToken: flag,
  generateRecurrenceToken: flag,
  paymentToken: z.guid().optional(),
});

const invoice = z.object({ invoiceType: z.enum(['PayExFinancingSe', 'PayExFinancingNo', 'PayExFinancingFi']) });

interface ByPayer {
  payment: z.infer<typeof byPayer>;
  invoice: z.infer<typeof invoice>;
}

function checkTogether({ value: { payment, invoice: kind }, issues }: z.core.ParsePayload<ByPayer>) {
  const complain = (path: string[], message: string) => issues.push({ code: 'custom', input: payment, path, message });
  if (payment.currency !== currencies[kind.invoiceType]) {
    complain(['payment', 'currency'], `The currency of ${kind.invoiceType} is ${currencies[kind.invoiceType]}`);
  }
  const tokens = payment.generatePaymentToken || payment.generateRecurrenceToken || payment.paymentToken !== undefined;
  if (tokens && payerReferenceOf(payment) === undefined) {
    complain(['payment', 'payerReference'], 'The field PayerReference is required with tokens');
  }
}

const financing = z
  .object({
    payment: byPayer.extend({
      operation: z.literal('FinancingConsumer'),
      intent: z.literal('Authorization'),
      prices: z.array(z.object({ type: z.literal('Invoice'), amount, vatAmount })).length(1),
    }),
    invoice,
  })
  .check(checkTogether);

const verify = z.object({ payment: byPayer.extend({ operation: z.literal('Verify') }), invoice }).check(checkTogether);

const recur = z.object({
  payment: common.extend({
    operation: z.literal('Recur'),
    intent: z.literal('Authorization'),
    amount,
    vatAmount,
    recurrenceToken: z.guid(),
    urls: urls.partial().default({}),
  }),
});

const operations = { FinancingConsumer: financing, Verify: verify, Recur: recur };
const named = z.object({ payment: z.object({ operation: z.enum(['FinancingConsumer', 'Verify', 'Recur']) }) });

export type CreateRequest = z.infer<typeof financing> | z.infer<typeof verify> | z.infer<typeof recur>;

/** The body of a create call (swedbank-pay.md 5). */
export function createRequest(body: unknown): CreateRequest {
  const { operation } = validated(named, body).payment;
  return validated<CreateRequest>(operations[operation], body);
}

/** The payer's reference from its older or its newer place. */
export const payerReferenceOf = ({ payerReference, payer }: Pick<z.infer<typeof common>, 'payerReference' | 'payer'>) =>
  payerReference ?? payer?.payerReference;

/** A personal number with 10 or 12 digits, or the Norwegian and Finnish forms with 11 characters (swedbank-pay.md 3). */
const socialSecurityNumber = z.string().regex(/^(\d{6}-?\d{4}|\d{8}-?\d{4}|\d{11}|\d{6}[-+A-Y]\d{3}[0-9A-Y])$/i);

/** The body of an address lookup (swedbank-pay.md 7). */
export const addressLookup = z.object({
  addressee: z.object({ socialSecurityNumber, zipCode: z.string().regex(/^\d{4,5}$/) }),
});

const address = z.object({
  addressee: z.string().min(1),
  coAddress: z.string().optional(),
  streetAddress: z.string().max(50).optional(),
  zipCode: z.string().regex(/^\d{4,5}$/),
  city: z.string().min(1),
  countryCode: z.string().regex(/^(SE|NO|FI)$/i),
});
const fullAddress = address.extend({ streetAddress: z.string().min(1).max(50) });
export type Address = z.infer<typeof address>;

const consumer = z.object({
  socialSecurityNumber,
  customerNumber: z.string().optional(),
  name: z.string().optional(),
  email: z.string().optional(),
  msisdn: z.string().regex(/^\+\d+$/),
  ip: z.union([z.ipv4(), z.ipv6()]),
});
export type Consumer = Partial<z.infer<typeof consumer>>;

const addresses = { billingAddress: fullAddress.optional(), shippingAddress: address.optional() };

const authorizations = {
  FinancingConsumer: z.object({ consumer, legalAddress: address, ...addresses }),
  AccountsReceivableConsumer: z.object({
    consumer: consumer.partial().optional(),
    legalAddress: address.optional(),
    ...addresses,
  }),
};
const activity = z.enum(['FinancingConsumer', 'AccountsReceivableConsumer']);
const withActivity = z.object({ transaction: z.object({ activity }) });

/** The payer as the merchant describes them. */
export interface Payer {
  consumer?: Consumer | undefined;
  legalAddress?: Address | undefined;
  billingAddress?: Address | undefined;
  shippingAddress?: Address | undefined;
}

/** The body of a direct authorization or verification; one of the activities leaves all optional (swedbank-pay.md 8). */
export function authorizationRequest(body: unknown): Payer {
  const { transaction } = validated(withActivity, body);
  return validated<Payer>(authorizations[transaction.activity], body);
}

/** Integers of hundredths of a percent (swedbank-pay.md 9). */
const vatPercent = z.literal([0, 600, 800, 1000, 1200, 1400, 1500, 2200, 2400, 2500]);
const itemDescription = z.object({ amount: z.int(), description: z.string().min(1) });
const vatSummary = z.object({ amount: z.int(), vatPercent, vatAmount });
export type ItemDescription = z.infer<typeof itemDescription>;
export type VatSummary = z.infer<typeof vatSummary>;

const afterPayment = z.object({
  activity,
  payeeReference,
  description: z.string().min(1).max(40),
});

/** The body of a capture (swedbank-pay.md 9). */
export const captureRequest = z.object({
  transaction: afterPayment.extend({
    amount,
    vatAmount,
    receiptReference,
    itemDescriptions: z.array(itemDescription).min(1),
    vatSummary: z.array(vatSummary).min(1),
  }),
});

/** The body of a cancellation: there is no amount (swedbank-pay.md 10). */
export const cancellationRequest = z.object({
  transaction: afterPayment.extend({ description: z.string().min(1).max(50) }),
});

/** The body of a reversal (swedbank-pay.md 11). */
export const reversalRequest = z.object({ transaction: afterPayment.extend({ amount, vatAmount, receiptReference }) });

/** The body of an abort (swedbank-pay.md 12). */
export const abortRequest = z.object({
  payment: z.object({ operation: z.literal('Abort'), abortReason: z.string().min(1) }),
});

/** The body that deletes a token (swedbank-pay.md 13). */
export const tokenDeletion = z.object({ state: z.literal('Deleted'), comment: z.string().min(1) });
