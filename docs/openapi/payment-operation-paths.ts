import * as z from 'zod';
import type { ZodOpenApiPathsObject, ZodOpenApiResponseObject } from 'zod-openapi';
import { idempotencyKey } from '../../shared/idempotency.ts';
import { operationAnswer, paymentAnswer } from '../../shared/payment-answer.ts';
import type { PaymentCall, PaymentOperation } from '../../shared/payment-provider.ts';
import type { AnyProvider } from '../../shared/provider.ts';
import { refusals } from './answers.ts';
import { entry } from './entry.ts';
import { pascalCase } from './names.ts';
import { always, badBody, paymentTrouble } from './troubles.ts';

const paymentId = z.object({ paymentId: z.string().meta({ description: 'From the answer to the creation' }) });
const requiredKey = z.object({
  'Idempotency-Key': idempotencyKey.meta({
    description:
      'One for each operation that you mean, and the same one each time that you ask for it: it is done once. With another body it is refused.',
  }),
});
const whereToLook = z.object({
  Location: z.string().meta({ description: "The payment's path" }),
  'Retry-After': z.int().nonnegative().meta({ description: 'Seconds' }),
});

const answered = (schema: z.ZodType, description: string): ZodOpenApiResponseObject => ({
  description,
  content: { 'application/json': { schema } },
});
const bodyOf = (request: z.ZodType, id: string) => ({
  required: true,
  content: { 'application/json': { schema: request.meta({ id }) } },
});

/**
 * What is done with a provider's payments, and asked about them, as shared/payment-api serves it.
 * @returns one for each route, since two may share a path
 */
export const paymentOperationPaths = ({ name: provider, payments }: AnyProvider): ZodOpenApiPathsObject[] => {
  if (!payments) return [];
  const { operations, abort, tokenDeletion, calls } = payments;
  const common = { tags: [provider], security: [{ apiKey: [provider] }] };
  return [
    ...operations.map((operation) => entry(operation.route, { ...common, ...operationOf(provider, operation) })),
    entry(abort.route, {
      ...common,
      operationId: `${provider}-${abort.name}`,
      summary: abort.summary,
      description: 'May be said twice. The payer can pay until it is done: then the payment does not offer it.',
      requestParams: { path: paymentId },
      responses: {
        '200': answered(paymentAnswer, 'The payment, aborted'),
        ...refusals(...always, 'not-found', 'operation-underway', 'operation-not-offered', ...paymentTrouble),
      },
    }),
    ...(tokenDeletion
      ? [
          entry(tokenDeletion.route, {
            ...common,
            operationId: `${provider}-delete-token`,
            summary: tokenDeletion.summary,
            description: 'May be said twice. The token itself is never shown.',
            requestParams: { path: paymentId },
            requestBody: bodyOf(tokenDeletion.request, `${pascalCase(provider)}DeleteTokenRequest`),
            responses: {
              '200': answered(paymentAnswer, 'The payment, whose token is deleted'),
              ...refusals(...always, ...badBody, 'not-found', 'token-inactive', ...paymentTrouble),
            },
          }),
        ]
      : []),
    ...calls.map((call) => entry(call.route, { ...common, ...callOf(provider, call) })),
  ].map((described) => Object.fromEntries([described]));
};

const operationOf = (
  provider: string,
  { type, summary, request, isSlow }: Pick<PaymentOperation<never>, 'type' | 'summary' | 'request' | 'isSlow'>,
) => ({
  operationId: `${provider}-${type}`,
  summary,
  description:
    'The intent is in the ledger before the provider is called. After `outcome-unknown` ask again with the same Idempotency-Key: what was done is found, and nothing is done twice.',
  requestParams: { path: paymentId, header: requiredKey },
  requestBody: bodyOf(request, `${pascalCase(provider)}${pascalCase(type)}Request`),
  responses: {
    '201': answered(operationAnswer, 'Done, now or earlier under this Idempotency-Key'),
    '202': {
      ...answered(
        operationAnswer,
        isSlow
          ? 'Not at its end within 20 seconds: the transaction is open, or nothing is known of it yet. Read the payment'
          : 'The provider has begun it: the transaction is open. Read the payment',
      ),
      headers: whereToLook,
    },
    ...refusals(
      ...always,
      ...badBody,
      'not-found',
      'in-progress',
      'idempotency-key-reused',
      'operation-not-offered',
      'operation-underway',
      'too-many-failures',
      'operation-failed',
      'outcome-unknown',
      ...paymentTrouble,
    ),
  },
});

const callOf = (provider: string, { name, route, summary, request, answer }: PaymentCall<never>) => {
  const hasBody = route.startsWith('POST');
  const path = !hasBody && request instanceof z.ZodObject ? request.extend(paymentId.shape) : paymentId;
  return {
    operationId: `${provider}-${name}`,
    summary,
    description: 'Asks the provider each time; what it answers is kept nowhere.',
    requestParams: { path },
    ...(hasBody ? { requestBody: bodyOf(request, `${pascalCase(provider)}${pascalCase(name)}Request`) } : {}),
    responses: {
      '200': answered(answer, 'The answer'),
      ...refusals(
        ...always,
        ...(hasBody ? badBody : (['invalid-request'] as const)),
        'not-found',
        'operation-not-offered',
        ...paymentTrouble,
      ),
    },
  };
};
