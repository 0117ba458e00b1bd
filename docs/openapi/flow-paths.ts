import * as z from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { resultsScope } from '../../shared/api-keys.ts';
import { cancelAnswer, flowAnswer, healthAnswer, progressAnswer } from '../../shared/flow-answer.ts';
import { machineryHints } from '../../shared/polling-flow.ts';
import type { AnyProvider } from '../../shared/provider.ts';
import { refusals } from './answers.ts';
import { pascalCase } from './names.ts';

const flowId = z.object({ flowId: z.string().meta({ description: 'From the answer to the start' }) });
const acceptLanguage = z.object({
  'Accept-Language': z
    .string()
    .optional()
    .meta({ description: 'Swedish, unless English is ranked higher', examples: ['en'] }),
});
const contentLanguage = z.object({ 'Content-Language': z.enum(['sv', 'en']) });

const byMerchantOrBrowser: Record<string, string[]>[] = [{ clientToken: [] }, { apiKey: [] }];
const unfound = ['unauthorized', 'not-found', 'gone', 'internal-error'] as const;

/** What belongs to no provider, as functions/flows serves it. */
export const flowPaths = (providers: readonly AnyProvider[]): ZodOpenApiPathsObject => ({
  '/v1/flows/{flowId}': {
    get: {
      operationId: 'read-flow',
      tags: ['flows'],
      summary: 'Read a flow and what it brought back',
      description:
        'The same answer until the flow is erased; it calls nobody. `result` is null until `complete`; where the payer is asked something it holds what is made so far from the answer on.',
      security: [{ apiKey: [resultsScope] }],
      requestParams: { path: flowId },
      responses: {
        '200': { description: 'The flow', content: { 'application/json': { schema: anyFlow(providers) } } },
        ...refusals(...unfound, 'forbidden'),
      },
    },
    delete: {
      operationId: 'cancel-flow',
      tags: ['flows'],
      summary: 'Cancel a flow',
      description:
        'May be said twice. A flow that had ended otherwise keeps its status, which is the answer. One that moves money, or whose question is answered, stays `pending`: the provider is asked to stop it, where it can be, and what it says settles the flow.',
      security: byMerchantOrBrowser,
      requestParams: { path: flowId },
      responses: {
        '200': { description: 'The status that is stored', content: { 'application/json': { schema: cancelAnswer } } },
        ...refusals(...unfound),
      },
    },
  },
  '/v1/flows/{flowId}/progress': {
    get: {
      operationId: 'read-progress',
      tags: ['flows'],
      summary: "Follow a flow from the payer's page",
      description: 'Once a second is enough. Never holds the result. Browsers of the listed origins may ask (CORS).',
      security: byMerchantOrBrowser,
      requestParams: { path: flowId, header: acceptLanguage },
      responses: {
        '200': {
          description: 'How far it is',
          headers: contentLanguage,
          content: { 'application/json': { schema: progressAnswer } },
        },
        ...refusals(...unfound),
      },
    },
  },
  '/v1/health': {
    get: {
      operationId: 'health',
      tags: ['service'],
      summary: 'Whether the API is up, and which version',
      security: [],
      responses: {
        '200': { description: 'It is up', content: { 'application/json': { schema: healthAnswer } } },
        ...refusals('internal-error'),
      },
    },
  },
});

/** A flow as its merchant reads it: each kind with its own hints and result. */
const anyFlow = (providers: readonly AnyProvider[]) => {
  const [first, ...others] = providers
    .flatMap(({ flows }) => flows)
    .map(({ name, summary, hints, result }) =>
      flowAnswer
        .extend({
          flow: z.literal(name),
          hint: z
            .enum([...Object.keys(hints), ...Object.keys(machineryHints)])
            .nullable()
            .meta({ description: flowAnswer.shape.hint.description }),
          result: result
            .meta({ id: `${pascalCase(name)}Result`, description: `What comes back: ${summary.toLowerCase()}` })
            .nullable(),
        })
        .meta({ id: `${pascalCase(name)}Flow` }),
    );
  if (!first) throw new Error('there is no flow');
  return z.discriminatedUnion('flow', [first, ...others]).meta({ id: 'Flow' });
};
