import * as z from 'zod';
import { isProblem, problemOf } from './problems.ts';
import { amountOrZero, linkOf, listOf, membersOf, optionalText, under, whole } from './reading.ts';

/** The provider's other resources (swedbank-pay.md section 14): what stands in them, and the answers that carry them. */

export const prices = listOf(z.object({ type: z.string(), amount: amountOrZero, vatAmount: amountOrZero }));
export const pricesAnswer = under(['prices'], prices);

export const payeeInfo = z
  .looseObject({
    payeeId: optionalText,
    payeeReference: z.string(),
    payeeName: optionalText,
    productCategory: optionalText,
    orderReference: optionalText,
    subsite: optionalText,
  })
  .transform(({ payeeId, payeeReference, payeeName, productCategory, orderReference, subsite }) => ({
    payeeId,
    payeeReference,
    payeeName,
    productCategory,
    orderReference,
    subsite,
  }));
export const payeeInfoAnswer = under(['payeeInfo'], payeeInfo);

export const urls = z
  .looseObject({
    hostUrls: z.array(z.string()).nullish(),
    completeUrl: optionalText,
    cancelUrl: optionalText,
    paymentUrl: optionalText,
    callbackUrl: optionalText,
    logoUrl: optionalText,
    termsOfServiceUrl: optionalText,
  })
  .transform((it) => ({
    hostUrls: it.hostUrls ?? [],
    completeUrl: it.completeUrl,
    cancelUrl: it.cancelUrl,
    paymentUrl: it.paymentUrl,
    // Whoever knows it can ring: it is never shown, so it is not read.
    logoUrl: it.logoUrl,
    termsOfServiceUrl: it.termsOfServiceUrl,
  }));
export const urlsAnswer = under(['urls'], urls);

/** The merchant's own values; the resource's id stands among them (section 18). */
export const metadata = z.record(z.string(), z.unknown()).transform((members) =>
  Object.fromEntries(
    Object.entries(members).flatMap(([name, value]) => {
      const scalar = z.union([z.string(), z.number(), z.boolean()]).safeParse(value);
      return name === 'id' || !scalar.success ? [] : [[name, scalar.data]];
    }),
  ),
);
export const metadataAnswer = under(['metadata'], metadata);

export const paidAnswer = under(
  ['paid'],
  z
    .looseObject({
      number: whole.optional(),
      transaction: z.looseObject({ number: whole.optional() }).optional(),
      payeeReference: optionalText,
      orderReference: optionalText,
      amount: amountOrZero,
      tokens: z.array(z.looseObject({ type: z.string(), token: z.string() })).nullish(),
    })
    .transform((it) => ({
      number: it.number,
      transactionNumber: it.transaction?.number,
      payeeReference: it.payeeReference,
      orderReference: it.orderReference,
      amount: it.amount,
      /** Whoever holds a token can charge the payer: it is stored encrypted and never logged. */
      tokens: (it.tokens ?? []).map(({ type, token }) => ({ type, token })),
    })),
);

/** Why a payment failed: a problem inside a 200, in an envelope or bare. */
export const failedAnswer = z.preprocess(
  (value) => membersOf(value)['problem'] ?? value,
  z
    .unknown()
    .refine(isProblem)
    .transform((value) => problemOf(value)),
);

export const abortedAnswer = under(
  ['aborted'],
  z.looseObject({ abortReason: optionalText }).transform(({ abortReason }) => ({ abortReason })),
);

/** The lines of a capture's invoice; exact names inferred (section 14). */
export const itemDescriptionsAnswer = under(
  ['itemDescriptions'],
  z.looseObject({ vatSummary: z.unknown().optional() }).transform((it) => ({
    items: listOf(z.object({ amount: z.int(), description: z.string() })).safeParse(it).data ?? [],
    vatSummary:
      listOf(z.object({ amount: z.int(), vatPercent: whole, vatAmount: z.int() })).safeParse(it.vatSummary).data ?? [],
  })),
);

/** The payer's registered address, from the population register (section 7): personal data. */
export const approvedLegalAddressAnswer = under(
  ['approvedLegalAddress'],
  z
    .looseObject({
      addressee: z.string(),
      coAddress: optionalText,
      streetAddress: optionalText,
      zipCode: z.string(),
      city: z.string(),
      countryCode: optionalText,
    })
    .transform((it) => ({
      addressee: it.addressee,
      coAddress: it.coAddress,
      streetAddress: it.streetAddress,
      zipCode: it.zipCode,
      city: it.city,
      countryCode: it.countryCode?.toUpperCase(),
    })),
);
export type ApprovedLegalAddress = z.output<typeof approvedLegalAddressAnswer>;

/** A deleted token (section 13). */
export const instrumentDataAnswer = under(
  ['instrumentData'],
  z
    .looseObject({ id: z.unknown().optional(), isDeleted: z.boolean() })
    .transform(({ id, isDeleted }) => ({ href: linkOf(id), isDeleted })),
);
