import * as z from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { callbackRoute } from '../../shared/callback-proof.ts';
import { idempotencyKey } from '../../shared/idempotency.ts';
import { createdPaymentAnswer, paymentAnswer } from '../../shared/payment-answer.ts';
import { listQuery, paymentListAnswer } from '../../shared/payment-list-query.ts';
import { lookedAtMost } from '../../shared/payment-list.ts';
import type { AnyProvider } from '../../shared/provider.ts';
import { refusals } from './answers.ts';
import { entry } from './entry.ts';
import { pascalCase } from './names.ts';
import { always, badBody, paymentTrouble } from './troubles.ts';

const requiredKey = z.object({
  'Idempotency-Key': idempotencyKey.meta({
    description:
      'The same key with the same body answers with the same payment, for good; with another body it is refused.',
  }),
});
const created = z.object({ Location: z.string().meta({ description: "The payment's path under the API's address" }) });
const paymentId = z.object({ paymentId: z.string().meta({ description: 'From the answer to the creation' }) });
const comeBack = z.object({ 'Retry-After': z.int().nonnegative().meta({ description: 'Seconds' }) });
const proof = z.object({
  proof: z.string().meta({ description: 'Names the payment, and proves that the address was given by us' }),
});

/** What a provider with payments adds, as shared/provider-api and shared/provider-callback serve it. */
export const providerPaymentPaths = ({ name: provider, payments }: AnyProvider): ZodOpenApiPathsObject => {
  if (!payments) return {};
  const { route, summary } = payments.creation;
  const request = payments.creation.request.meta({ id: `${pascalCase(provider)}PaymentRequest` });
  return Object.fromEntries([
    entry(route, {
      operationId: `create-${provider}-payment`,
      tags: [provider],
      summary,
      description:
        'The intent is in the ledger before the provider is called. After `outcome-unknown` no second payment is made under this key: the payment named in `detail` tells what became of the first.',
      security: [{ apiKey: [provider] }],
      requestParams: { header: requiredKey },
      requestBody: { required: true, content: { 'application/json': { schema: request } } },
      responses: {
        '201': {
          description: 'Created, now or earlier under this Idempotency-Key',
          headers: created,
          content: { 'application/json': { schema: createdPaymentAnswer } },
        },
        '202': {
          description: 'A recurring payment that takes its time: see the payment',
          headers: created,
          content: { 'application/json': { schema: createdPaymentAnswer } },
        },
        ...refusals(
          ...badBody,
          ...always,
          ...paymentTrouble,
          'in-progress',
          'idempotency-key-reused',
          'outcome-unknown',
          'starts-stopped',
        ),
      },
    }),
    entry(callbackRoute(provider), {
      operationId: `ring-${provider}`,
      tags: [provider],
      summary: `For ${provider} only: something may have changed`,
      description:
        'The address that a payment is created with. It takes no credential but the proof in its path, and believes nothing that the body says: it makes us read the payment. After any other answer than 2xx the provider rings again.',
      security: [],
      requestParams: { path: proof },
      requestBody: { required: false, content: { 'application/json': { schema: z.looseObject({}) } } },
      responses: {
        '200': { description: 'Noted', content: { 'application/json': { schema: z.strictObject({}) } } },
        ...refusals('forbidden', 'not-found', 'internal-error'),
      },
    }),
  ]);
};

/** What belongs to no provider, as functions/payments serves it. */
export const paymentPaths: ZodOpenApiPathsObject = {
  '/v1/payments': {
    get: {
      operationId: 'list-payments',
      tags: ['payments'],
      summary: "List the merchant's payments, the newest first",
      description: `Calls nobody. Has the payments at providers that the key has the scope of. Looks at ${lookedAtMost} payments at most, so a page may be short or empty: go on until \`next\` is null. A new payment is found after a moment.`,
      security: [{ apiKey: [] }],
      requestParams: { query: listQuery },
      responses: {
        '200': { description: 'A page', content: { 'application/json': { schema: paymentListAnswer } } },
        ...refusals('unauthorized', 'forbidden', 'invalid-request', 'internal-error'),
      },
    },
  },
  '/v1/payments/{paymentId}': {
    get: {
      operationId: 'read-payment',
      tags: ['payments'],
      summary: 'Read a payment from the ledger',
      description:
        "Calls nobody. Needs the scope of the payment's provider; without it, as for another merchant's payment, the answer is `not-found`.",
      security: [{ apiKey: [] }],
      requestParams: { path: paymentId },
      responses: {
        '200': { description: 'The payment', content: { 'application/json': { schema: paymentAnswer } } },
        ...refusals('unauthorized', 'forbidden', 'not-found', 'internal-error'),
      },
    },
  },
  '/v1/payments/{paymentId}/syncs': {
    post: {
      operationId: 'sync-payment',
      tags: ['payments'],
      summary: 'Look at a payment now',
      description:
        'Has the payment read at its provider, and waits up to eight seconds for it. Not needed as a rule: payments are looked at by themselves, and `payment.changed` tells. Takes no body. Needs what reading the payment needs.',
      security: [{ apiKey: [] }],
      requestParams: { path: paymentId },
      responses: {
        '200': {
          description: 'The payment, read at its provider after this request',
          content: { 'application/json': { schema: paymentAnswer } },
        },
        '202': {
          description: 'The payment as it was known before; somebody is looking, so read it after a while',
          headers: comeBack,
          content: { 'application/json': { schema: paymentAnswer } },
        },
        ...refusals('unauthorized', 'forbidden', 'not-found', 'internal-error'),
      },
    },
  },
};
