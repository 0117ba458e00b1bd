import * as z from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { startedAnswer } from '../../shared/flow-answer.ts';
import { idempotencyKey } from '../../shared/idempotency.ts';
import { startEnvelope } from '../../shared/polling-flow.ts';
import type { AnyProvider } from '../../shared/provider.ts';
import { refusals } from './answers.ts';
import { entry } from './entry.ts';
import { pascalCase } from './names.ts';
import { always, badBody, providerTrouble } from './troubles.ts';

const idempotencyHeader = z.object({
  'Idempotency-Key': idempotencyKey.optional().meta({
    description:
      'The same key with the same body answers with the same flow for as long as the flow is kept; with another body it is refused.',
  }),
});

const started = z.object({ Location: z.string().meta({ description: "The flow's path under the API's address" }) });

/** A route for each flow and operation of a provider, as shared/provider-api serves them. */
export const providerPaths = ({ name: provider, flows, operations }: AnyProvider): ZodOpenApiPathsObject =>
  Object.fromEntries([
    ...flows.map((flow) => {
      const request = flow.request.extend(startEnvelope.shape).meta({ id: `${pascalCase(flow.name)}Request` });
      return entry(flow.route, {
        operationId: `start-${flow.name}`,
        tags: [provider],
        summary: flow.summary,
        description: `Ends after ${flow.giveUpAfterSeconds} seconds at the latest, is erased ${flow.keepForSeconds / 60} minutes after its start, and takes a body of at most ${flow.maxBodyBytes / 1024} KiB.`,
        security: [{ apiKey: [provider] }],
        requestParams: { header: idempotencyHeader },
        requestBody: { required: true, content: { 'application/json': { schema: request } } },
        responses: {
          '201': {
            description: 'Started, or started earlier under this Idempotency-Key',
            headers: started,
            content: { 'application/json': { schema: startedAnswer } },
          },
          ...refusals(
            ...badBody,
            ...always,
            ...providerTrouble,
            'in-progress',
            'idempotency-key-reused',
            'gone',
            'busy',
            'starts-stopped',
          ),
        },
      });
    }),
    ...operations.map((operation) => {
      const hasBody = !operation.route.startsWith('GET');
      // An operation that takes no client calls nobody.
      const trouble = operation.call.length === 0 ? [] : providerTrouble;
      return entry(operation.route, {
        operationId: operation.name,
        tags: [provider],
        summary: operation.summary,
        security: [{ apiKey: [provider] }],
        ...(hasBody
          ? { requestBody: { required: true, content: { 'application/json': { schema: operation.request } } } }
          : {}),
        responses: {
          '200': { description: 'The answer', content: { 'application/json': { schema: operation.answer } } },
          ...refusals(...always, ...(hasBody ? badBody : []), ...trouble),
        },
      });
    }),
  ]);
