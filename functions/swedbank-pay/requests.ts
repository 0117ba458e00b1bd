import * as z from 'zod';
import { minorUnits, positiveMinorUnits, currency } from '../../shared/money.ts';
import { startEnvelope } from '../../shared/polling-flow.ts';
import { countries, country, language } from './countries.ts';

/** Our requests about invoice payments: stricter than the provider, so that mistakes are found before the call (section 27). */

/** Every transaction is named so on statements and on the payer's page: 40 characters are safe everywhere (5.2). */
export const description = z.string().min(1).max(40).meta({ description: 'Shown to the payer. No personal data.' });

/** The merchant's own reference of a payment or operation. */
export const { merchantReference } = startEnvelope.shape;

/** http only on this machine, where it leads nobody astray: the provider asks for https (swedbank-pay.md section 3). */
const pageUrl = z
  .url({ protocol: /^https?$/ })
  .max(1000)
  .refine((text) => {
    const url = URL.parse(text);
    return url?.protocol === 'https:' || ['localhost', '127.0.0.1'].includes(url?.hostname ?? '');
  }, 'must be https');
const httpsUrl = z.url({ protocol: /^https$/ }).max(1000);
const origin = pageUrl.refine(
  (text) => URL.parse(text)?.origin === text,
  'must be an origin, such as https://shop.example',
);

const urls = z
  .strictObject({
    completeUrl: pageUrl.meta({ description: 'Where the payer comes back to, whether it went well or not' }),
    cancelUrl: pageUrl.optional().meta({ description: 'Where the hosted page leads when the payer cancels' }),
    paymentUrl: pageUrl
      .optional()
      .meta({ description: 'The page that holds the seamless view, to come back to from an app' }),
    hostUrls: z
      .array(origin)
      .min(1)
      .optional()
      .meta({ description: 'Origins that may frame the seamless view; without them there is none' }),
    logoUrl: httpsUrl.optional().meta({ description: 'A picture of at most 400 by 50 pixels' }),
    termsOfServiceUrl: httpsUrl.optional(),
  })
  .refine(({ cancelUrl, paymentUrl }) => cancelUrl === undefined || paymentUrl === undefined, {
    path: ['paymentUrl'],
    error: 'must not be given together with cancelUrl',
  });

/** Flat; `id` would collide with the resource's own (swedbank-pay.md section 18). */
const metadata = z
  .record(
    z.string().regex(/^(?!id$)[a-z][\w.-]{0,99}$/i, 'must begin with a letter and must not be id'),
    z.union([z.string(), z.number(), z.boolean()]),
  )
  .meta({ description: 'Values of your own that come back with the payment. No personal data.' });

const paymentId = z.string().regex(/^[\w-]{1,64}$/, 'must be the id of a payment of yours');

const common = {
  country,
  currency: currency.optional().meta({ description: "Follows the country; another than the country's is refused" }),
  language: language.optional().meta({ description: "Of the payer's page; follows the country, or English" }),
  description,
  userAgent: z.string().min(1).max(1000).meta({ description: "The User-Agent of the payer's browser" }),
  payerReference: z
    .string()
    .min(1)
    .max(256)
    .optional()
    .meta({ description: 'Your own reference of the payer; only a keyed hash of it leaves us' }),
  payeeName: z.string().min(1).max(100).optional().meta({ description: 'Your name, as the payer sees it' }),
  productCategory: z.string().min(1).max(50).optional(),
  orderReference: z.string().min(1).max(50).optional().meta({ description: 'Your order number. No personal data.' }),
  subsite: z
    .string()
    .regex(/^[A-Za-z0-9]{1,40}$/, 'must be 1 to 40 letters or digits')
    .optional()
    .meta({
      description: 'Whose settlement it is. Swedbank Pay ignores an unknown one: the money goes to your own account',
    }),
  metadata: metadata.optional(),
  merchantReference,
};

const price = {
  amount: positiveMinorUnits.meta({ description: 'What the payer owes in minor units, VAT included' }),
  vatAmount: minorUnits.meta({ description: 'The VAT in it' }),
};

const prefill = z
  .strictObject({ msisdn: z.string().regex(/^\+[1-9]\d{6,14}$/, 'must be a phone number such as +46739000001') })
  .meta({ description: "What the payer's page is filled in with" });

const tokens = {
  generatePaymentToken: z.boolean().optional().meta({ description: 'Remembers the payer for the next purchase' }),
  generateRecurrenceToken: z.boolean().optional().meta({ description: 'Lets you invoice the payer again unattended' }),
};

interface Common {
  readonly country: z.infer<typeof country>;
  readonly currency?: string | undefined;
  readonly language?: z.infer<typeof language> | undefined;
  readonly payerReference?: string | undefined;
  readonly amount?: number;
  readonly vatAmount?: number;
  readonly generatePaymentToken?: boolean | undefined;
  readonly generateRecurrenceToken?: boolean | undefined;
  readonly paymentTokenOf?: string | undefined;
}

/** What no single field can tell; each refusal names the field that is to be changed. */
const agrees = (request: Common, context: z.RefinementCtx): void => {
  const terms = countries[request.country];
  const refuse = (field: keyof Common, message: string) => {
    context.addIssue({ code: 'custom', path: [field], message });
  };
  if (request.currency !== undefined && request.currency !== terms.currency) {
    refuse('currency', `must be ${terms.currency} for ${request.country}`);
  }
  if (request.language !== undefined && !terms.languages.includes(request.language)) {
    refuse('language', `must be ${terms.languages.join(' or ')} for ${request.country}`);
  }
  if ((request.vatAmount ?? 0) > (request.amount ?? Infinity)) refuse('vatAmount', 'must not exceed the amount');
  const tokenAsked =
    request.generatePaymentToken === true ||
    request.generateRecurrenceToken === true ||
    request.paymentTokenOf !== undefined;
  // swedbank-pay.md 5.2
  if (tokenAsked && request.payerReference === undefined) refuse('payerReference', 'is required with a token');
};

/** One invoice (swedbank-pay.md 5.1). */
export const financingConsumerRequest = z
  .strictObject({
    operation: z.literal('FinancingConsumer'),
    ...common,
    ...price,
    urls,
    prefill: prefill.optional(),
    ...tokens,
    paymentTokenOf: paymentId.optional().meta({ description: 'The payment of yours whose payment token is used' }),
  })
  .superRefine(agrees);

/** Checks a payer and makes a token; reserves nothing. */
export const verifyRequest = z
  .strictObject({ operation: z.literal('Verify'), ...common, urls, prefill: prefill.optional(), ...tokens })
  .superRefine(agrees);

/** A new invoice from a token, with no payer present; authorized in the call itself. */
export const recurRequest = z
  .strictObject({
    operation: z.literal('Recur'),
    ...common,
    ...price,
    recurrenceTokenOf: paymentId.meta({ description: 'The payment of yours that made the recurrence token' }),
  })
  .superRefine(agrees);

export const createRequest = z.discriminatedUnion('operation', [financingConsumerRequest, verifyRequest, recurRequest]);
export type FinancingConsumerRequest = z.output<typeof financingConsumerRequest>;
export type VerifyRequest = z.output<typeof verifyRequest>;
export type RecurRequest = z.output<typeof recurRequest>;
export type CreateRequest = z.output<typeof createRequest>;
