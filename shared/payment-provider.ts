import type * as z from 'zod';
import type { PaymentRead } from './sync.ts';

/** What is ours to say when a payment is created, and never the caller's. */
export interface CreationFacts {
  readonly payeeReference: string;
  readonly callbackUrl: string;
  /** A keyed hash of what the caller calls the payer: no personal data may stand in a reference. */
  readonly payerReference: (raw: string) => string;
}

export interface CreatedPayment {
  readonly providerPaymentId: string;
  /** What the payer needs; read from the provider each time, since its links are as good as passwords. */
  readonly payer: PayerLinks;
}

export interface PayerLinks {
  /** The hosted page; also good as a payment link. */
  readonly redirectUrl?: string | undefined;
  /** The script of the seamless view. */
  readonly scriptUrl?: string | undefined;
}

/** How a provider's payments are created and read; described once, beside its flows and operations. */
export interface PaymentProvider<Client> {
  readonly creation: {
    readonly route: `POST /v1/${string}`;
    readonly summary: string;
    readonly request: z.ZodType<{ readonly merchantReference?: string | undefined }>;
    create(client: Client, request: unknown, facts: CreationFacts): Promise<CreatedPayment>;
  };
  /** @returns undefined when the provider knows no such payment */
  read(client: Client, providerPaymentId: string): Promise<PaymentRead | undefined>;
  payerLinks(client: Client, providerPaymentId: string): Promise<PayerLinks>;
  /** What a callback's body says is the provider's handle; it decides nothing before a read shows our reference. */
  handleIn(callbackBody: unknown): string | undefined;
}
