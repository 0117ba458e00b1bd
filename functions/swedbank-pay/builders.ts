import type { AuthorizationRequest, LegalAddressRequest } from './consumer-requests.ts';
import { countries } from './countries.ts';
import type {
  AbortRequest,
  CancellationRequest,
  CaptureRequest,
  ReversalRequest,
  TokenDeletionRequest,
} from './operation-requests.ts';
import type { CreateRequest, FinancingConsumerRequest, RecurRequest, VerifyRequest } from './requests.ts';

/** Our requests as Swedbank Pay wants them. A field that is undefined is not sent: JSON leaves it out. */

/** What is ours to say and never the caller's. */
export interface CreateFacts {
  readonly payeeId: string;
  /** Unique per operation: at most 30 letters and digits, or 12 digits where the merchant settles itself (section 17). */
  readonly payeeReference: string;
  readonly callbackUrl: string;
  /** A keyed hash of the request's, at most 40 characters (5.2). */
  readonly payerReference?: string;
  /** The token that the request refers to by its payment. */
  readonly token?: string;
}

const payeeInfo = (
  { payeeName, productCategory, orderReference, subsite }: CreateRequest,
  { payeeId, payeeReference }: CreateFacts,
) => ({ payeeId, payeeReference, payeeName, productCategory, orderReference, subsite });

/** What all operations have in common; the payer's reference in its newer place (5.2). */
const common = (request: CreateRequest, facts: CreateFacts) => {
  const { currency, languages } = countries[request.country];
  return {
    currency,
    description: request.description,
    userAgent: request.userAgent,
    language: request.language ?? languages[0],
    payer: facts.payerReference === undefined ? undefined : { payerReference: facts.payerReference },
    payeeInfo: payeeInfo(request, facts),
    metadata: request.metadata,
  };
};

/** What the operations with a payer's page have beside; `invoice` stands beside `payment` (5.2). */
const hosted = (request: FinancingConsumerRequest | VerifyRequest, { callbackUrl }: CreateFacts) => ({
  generatePaymentToken: request.generatePaymentToken,
  generateRecurrenceToken: request.generateRecurrenceToken,
  prefillInfo: request.prefill,
  urls: { ...request.urls, callbackUrl },
});
const invoice = ({ country }: CreateRequest) => ({ invoiceType: countries[country].invoiceType });

/** Without the token that it asked for, the payment would be another one than the caller wants. */
const tokenIn = ({ token }: CreateFacts): string => {
  if (token === undefined) throw new TypeError('the token of the payment that the request names is missing');
  return token;
};

const financingConsumerBody = (request: FinancingConsumerRequest, facts: CreateFacts) => ({
  payment: {
    operation: request.operation,
    intent: 'Authorization',
    prices: [{ type: 'Invoice', amount: request.amount, vatAmount: request.vatAmount }],
    paymentToken: request.paymentTokenOf === undefined ? undefined : tokenIn(facts),
    ...common(request, facts),
    ...hosted(request, facts),
  },
  invoice: invoice(request),
});

const verifyBody = (request: VerifyRequest, facts: CreateFacts) => ({
  payment: { operation: request.operation, ...common(request, facts), ...hosted(request, facts) },
  invoice: invoice(request),
});

const recurBody = (request: RecurRequest, facts: CreateFacts) => ({
  payment: {
    operation: request.operation,
    intent: 'Authorization',
    recurrenceToken: tokenIn(facts),
    amount: request.amount,
    vatAmount: request.vatAmount,
    ...common(request, facts),
    urls: { callbackUrl: facts.callbackUrl },
  },
});

/** The body of `POST /psp/invoice/payments` (swedbank-pay.md section 5). */
export const createBody = (request: CreateRequest, facts: CreateFacts) => {
  switch (request.operation) {
    case 'FinancingConsumer':
      return financingConsumerBody(request, facts);
    case 'Verify':
      return verifyBody(request, facts);
    case 'Recur':
      return recurBody(request, facts);
  }
};
export type CreateBody = ReturnType<typeof createBody>;

/** Swedbank Pay's name for what is done after an authorization, whatever its own activity was (sections 9 to 11). */
const activity = 'FinancingConsumer';

/** Section 7. */
export const legalAddressBody = ({ identityNumber, zipCode }: LegalAddressRequest) => ({
  addressee: { socialSecurityNumber: identityNumber, zipCode },
});
export type LegalAddressBody = ReturnType<typeof legalAddressBody>;

/** Section 8. */
export const authorizationBody = (request: AuthorizationRequest) => ({
  transaction: { activity: request.activity },
  consumer: {
    socialSecurityNumber: request.identityNumber,
    customerNumber: request.customerNumber,
    name: request.name,
    email: request.email,
    msisdn: request.msisdn,
    ip: request.ip,
  },
  legalAddress: { ...request.legalAddress, countryCode: request.country },
  billingAddress:
    request.billingAddress === undefined ? undefined : { ...request.billingAddress, countryCode: request.country },
});
export type AuthorizationBody = ReturnType<typeof authorizationBody>;

/** Section 9. */
export const captureBody = (request: CaptureRequest, payeeReference: string) => ({
  transaction: {
    activity,
    amount: request.amount,
    vatAmount: request.vatAmount,
    payeeReference,
    receiptReference: request.receiptReference,
    description: request.description,
    itemDescriptions: request.itemDescriptions,
    vatSummary: request.vatSummary,
  },
});
export type CaptureBody = ReturnType<typeof captureBody>;

/** Section 10. */
export const cancellationBody = ({ description }: CancellationRequest, payeeReference: string) => ({
  transaction: { activity, payeeReference, description },
});
export type CancellationBody = ReturnType<typeof cancellationBody>;

/** Section 11. */
export const reversalBody = (request: ReversalRequest, payeeReference: string) => ({
  transaction: {
    activity,
    amount: request.amount,
    vatAmount: request.vatAmount,
    payeeReference,
    receiptReference: request.receiptReference,
    description: request.description,
  },
});
export type ReversalBody = ReturnType<typeof reversalBody>;

/** Section 12. */
export const abortBody = ({ reason }: AbortRequest) => ({ payment: { operation: 'Abort', abortReason: reason } });
export type AbortBody = ReturnType<typeof abortBody>;

/** Section 13; no other state is supported. */
export const tokenDeletionBody = ({ comment }: TokenDeletionRequest) => ({ state: 'Deleted', comment });
export type TokenDeletionBody = ReturnType<typeof tokenDeletionBody>;
