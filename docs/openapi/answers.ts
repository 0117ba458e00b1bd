import * as z from 'zod';
import type { ZodOpenApiResponseObject, ZodOpenApiResponsesObject } from 'zod-openapi';
import { problems, type ProblemCode } from '../../shared/problem.ts';

const codes = z.enum(problemCodes());

/** An error answer, as shared/http writes it. */
const problem = z
  .strictObject({
    type: z.string().meta({ description: '`urn:sluss:problem:` and the code' }),
    title: z.string(),
    status: z.int(),
    code: codes.meta({ description: 'Stable: what a caller branches on; docs/errors.md explains each' }),
    detail: z.string().optional(),
    fields: z
      .array(z.strictObject({ field: z.string(), message: z.string() }))
      .optional()
      .meta({
        description: 'With `invalid-request` which fields are wrong, never their values; or what the provider names',
      }),
    hint: z.string().optional().meta({
      description:
        "With `refused-for-payer` why, as in a flow's hint; with `identification-failed` how, in the provider's word",
    }),
    message: z
      .strictObject({ sv: z.string(), en: z.string() })
      .optional()
      .meta({ description: 'With a hint: what to tell the person' }),
    action: z.string().optional().meta({ description: "How it can be mended, in the provider's words" }),
    ids: z
      .record(z.string(), z.string())
      .optional()
      .meta({ description: 'What exists by now of a creation that was broken off, by step' }),
    offered: z
      .array(z.string())
      .optional()
      .meta({ description: 'With `operation-not-offered`: what the payment offers now' }),
    retryable: z
      .boolean()
      .optional()
      .meta({ description: 'Whether the same request may be made again, with the same Idempotency-Key' }),
  })
  .meta({ id: 'Problem' });

const gatewayMessage = z
  .looseObject({ message: z.string() })
  .meta({ id: 'GatewayMessage', description: "The gateway's own answer: not a problem, and without Retry-After" });

const throttled: ZodOpenApiResponseObject = {
  description: 'Throttled by the gateway; wait a second and repeat',
  content: { 'application/json': { schema: gatewayMessage } },
};

const challenge = z.object({ 'WWW-Authenticate': z.string() });
const comeBack = z.object({ 'Retry-After': z.int().nonnegative().meta({ description: 'Seconds' }) });

/** The error answers of a route, by status, each with the codes that it can have. */
export const refusals = (...able: readonly ProblemCode[]): ZodOpenApiResponsesObject => {
  const responses: ZodOpenApiResponsesObject = { '429': throttled };
  for (const status of new Set(able.map((code) => problems[code].status))) {
    const here = codes.options.filter((code) => able.includes(code) && problems[code].status === status);
    responses[`${status}`] = {
      description: here.map((code) => `\`${code}\`: ${problems[code].title}`).join('; '),
      ...(status === 401 ? { headers: challenge } : {}),
      ...(status === 409 || status === 503 ? { headers: comeBack } : {}),
      content: { 'application/problem+json': { schema: problem } },
    };
  }
  return responses;
};

function problemCodes(): ProblemCode[] {
  return Object.keys(problems).filter((code): code is ProblemCode => code in problems);
}
