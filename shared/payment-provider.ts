import type * as z from 'zod';
import type { PayerFlow } from './payer-flow.ts';
import type { Snapshot, Transaction } from './payment.ts';
import type { OperationType } from './payment-item.ts';
import type { PaymentRead } from './sync.ts';
import type { TokenName } from './token-vault.ts';

/** What is ours to say when a payment is created, and never the caller's. */
export interface CreationFacts {
  readonly payeeReference: string;
  readonly callbackUrl: string;
  /** A keyed hash of what the caller calls the payer: no personal data may stand in a reference. */
  readonly payerReference: (raw: string) => string;
  /** The token that the request asks for by the payment that made it. */
  readonly token: string | undefined;
  /** The handle that we chose, where the provider lets us. */
  readonly handle: string | undefined;
}

export interface CreatedPayment {
  readonly providerPaymentId: string;
  /** What the provider offers now, in our words. */
  readonly operations: readonly string[];
  /** What the payer needs; read from the provider each time, since its links are as good as passwords. */
  readonly payer: PayerLinks;
}

export interface PayerLinks {
  /** The hosted page; also good as a payment link. */
  readonly redirectUrl?: string | undefined;
  /** The script of the seamless view. */
  readonly scriptUrl?: string | undefined;
  /** Opens the payment in the provider's app; given once, and as good as a password. */
  readonly appToken?: string | undefined;
}

/** What is read of a payment beside itself. */
export interface ReadWanted {
  /** Whether the tokens that the payment made are read too. */
  readonly withTokens?: boolean;
  /** Payee references of operations whose transactions are looked for, where the provider does not list them. */
  readonly references: readonly string[];
}

/** A payment that was just read, to do something with it. */
export interface OpenedPayment {
  readonly snapshot: Snapshot;
  /**
   * Asks the provider for the operation, once.
   * @throws OperationNotOffered or ProblemError, with nothing sent; ProviderRejected, with nothing done; after any other
   * fault nobody knows
   */
  send(request: unknown, payeeReference: string): Promise<Transaction>;
}

/** Something that merchants do with a payment and that makes a transaction: money moves, so it is done once. */
export interface PaymentOperation<Client> {
  readonly type: OperationType;
  readonly route: `POST /v1/${string}/{paymentId}/${string}`;
  readonly summary: string;
  readonly request: z.ZodType<{ readonly merchantReference?: string | undefined }>;
  /** Whether it may take longer than the gateway waits: then a machine carries it out. */
  readonly isSlow: boolean;
  open(client: Client, providerPaymentId: string, references: readonly string[]): Promise<OpenedPayment>;
}

/** A question about a payment, or something done with it that moves no money. */
export interface PaymentCall<Client> {
  readonly name: string;
  readonly route: `${'GET' | 'POST' | 'DELETE'} /v1/${string}/{paymentId}${string}`;
  readonly summary: string;
  /** Of the body; of the path's other parameters where the route has no body. */
  readonly request: z.ZodType;
  readonly answer: z.ZodType;
  call(client: Client, providerPaymentId: string, request: unknown): Promise<unknown>;
}

/** What a request for a payment comes to. */
export interface CreationPlan<Client> {
  /** Whether it may take longer than the gateway waits: then a machine carries it out. */
  readonly isSlow: boolean;
  /** The caller's own reference, where the provider shows it to people; otherwise we make one. */
  readonly payeeReference?: string | undefined;
  /** Where the app sends the payer back to. */
  readonly returnUrl?: string | undefined;
  /** Whether the payer needs what only the answer to the creation tells: when that is lost, the payment is made anew. */
  readonly needsAnswer?: boolean;
  /** Whether the payment makes tokens, which are kept. */
  readonly wantsTokens: boolean;
  /** The payment whose token is to be used, and the field that names it. */
  readonly tokenOf: { readonly paymentId: string; readonly name: TokenName; readonly field: string } | undefined;
  create(client: Client, facts: CreationFacts): Promise<CreatedPayment>;
}

/** How a provider's payments are created, read and operated on; described once, beside its flows and operations. */
export interface PaymentProvider<Client> {
  readonly creation: {
    readonly route: `POST /v1/${string}`;
    readonly summary: string;
    readonly request: z.ZodType<{ readonly merchantReference?: string | undefined }>;
    plan(request: unknown): CreationPlan<Client>;
  };
  /**
   * Where we choose the handle, and a second creation under the same one is refused: then a creation whose answer was lost
   * is found by reading, and never made twice.
   * @param attempt 1, or more where the payment is made anew
   * @returns undefined where this client lets the provider choose
   */
  handleFor?(client: Client, paymentId: string, attempt: number): string | undefined;
  /** Whether a creation or an operation may take longer than the gateway waits, so that a machine carries it out. */
  readonly hasSlowCalls: boolean;
  /** Where the payer pays in an app: what is shown meanwhile, and what ends it. */
  readonly payerFlow?: PayerFlow;
  readonly operations: readonly PaymentOperation<Client>[];
  /** Ends a payment that nobody has paid. */
  readonly abort: Omit<PaymentCall<Client>, 'answer'>;
  readonly calls: readonly PaymentCall<Client>[];
  /** Deletes a token that a payment has made. */
  readonly tokenDeletion?: {
    readonly route: `DELETE /v1/${string}/{paymentId}/token`;
    readonly summary: string;
    readonly request: z.ZodType<{ readonly token: TokenName }>;
    /** One that the provider does not know is as good as deleted. */
    call(client: Client, token: string, request: unknown): Promise<void>;
  };
  /** Whether references to the merchant's own settlement must be numbers, which no hash can give without collisions. */
  numbersReferences(client: Client): boolean;
  /** @returns undefined when the provider knows no such payment */
  read(client: Client, providerPaymentId: string, wanted: ReadWanted): Promise<PaymentRead | undefined>;
  /** What the payer needs now; absent where it can be read only once. */
  payerLinks?(client: Client, providerPaymentId: string): Promise<PayerLinks>;
  /** What a callback's body says is the provider's handle; it decides nothing before a read shows our reference. */
  handleIn(callbackBody: unknown): string | undefined;
}

/** All that merchants can ask for a provider's payments. */
export const paymentRoutesOf = ({ creation, operations, abort, tokenDeletion, calls }: PaymentProvider<never>) => [
  creation,
  ...operations,
  abort,
  ...(tokenDeletion ? [tokenDeletion] : []),
  ...calls,
];
