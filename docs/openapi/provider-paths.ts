import * as z from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { answeredAnswer, startedAnswer } from '../../shared/flow-answer.ts';
import { idempotencyKey } from '../../shared/idempotency.ts';
import { needsKey, startEnvelope } from '../../shared/polling-flow.ts';
import type { AnyOperation } from '../../shared/operation.ts';
import type { AnyProvider } from '../../shared/provider.ts';
import { answerRoute } from '../../shared/question.ts';
import { refusals } from './answers.ts';
import { entry, pathsOf } from './entry.ts';
import { pascalCase } from './names.ts';
import { always, badBody, operationTrouble } from './troubles.ts';

const flowKey = idempotencyKey.meta({
  description:
    'The same key with the same body answers with the same flow for as long as the flow is kept; with another body it is refused.',
});
const optionalFlowKey = z.object({ 'Idempotency-Key': flowKey.optional() });
const requiredFlowKey = z.object({ 'Idempotency-Key': flowKey });

/** How long a flow can last, in words. */
const lifeOf = ({ movesMoney, giveUpAfterSeconds, question }: AnyProvider['flows'][number]): string =>
  movesMoney
    ? `Only the provider's word ends it: after ${giveUpAfterSeconds} seconds without its word the hint is \`outcome-unknown\``
    : `Ends after ${giveUpAfterSeconds} seconds at the latest${question ? `, or ${question.answerWithinSeconds} seconds after it has asked for \`${question.name}\`; once that is answered only the provider's word ends it` : ''}`;

const madeOnce =
  'The same key with the same body answers with the same ids, for good; with another body it is refused. Without one, a lost answer cannot be asked for again: after `outcome-unknown` look whether it is there.';
const optionalKey = z.object({ 'Idempotency-Key': idempotencyKey.optional().meta({ description: madeOnce }) });
const requiredKey = z.object({ 'Idempotency-Key': idempotencyKey.meta({ description: madeOnce }) });

const started = z.object({ Location: z.string().meta({ description: "The flow's path under the API's address" }) });

/** A route for each flow and operation of a provider, as shared/provider-api serves them. */
export const providerPaths = ({
  name: provider,
  flows,
  operations,
  creations = [],
}: AnyProvider): ZodOpenApiPathsObject =>
  pathsOf([
    ...flows.map((flow) => {
      const request = flow.request.extend(startEnvelope.shape).meta({ id: `${pascalCase(flow.name)}Request` });
      return entry(flow.route, {
        operationId: `start-${flow.name}`,
        tags: [provider],
        summary: flow.summary,
        description: `${lifeOf(flow)}, is erased ${flow.keepForSeconds / 60} minutes after its start, and takes a body of at most ${flow.maxBodyBytes / 1024} KiB.`,
        security: [{ apiKey: [provider] }],
        requestParams: { header: needsKey(flow) ? requiredFlowKey : optionalFlowKey },
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
            ...operationTrouble,
            'in-progress',
            'idempotency-key-reused',
            'gone',
            'starts-stopped',
            ...(flow.movesMoney ? (['outcome-unknown'] as const) : []),
          ),
        },
      });
    }),
    ...flows.flatMap(({ name, route, question }) =>
      question ? [entry(answerRoute(route, question), answerOf(provider, name, question))] : [],
    ),
    ...operations.map((operation) => {
      // An operation that takes no client calls nobody; one that takes `alone` waits for another that does.
      const trouble = operation.call.length === 0 ? [] : operationTrouble;
      const others = operation.call.length === 4 ? (['operation-underway'] as const) : [];
      return entry(operation.route, {
        ...described(provider, operation),
        requestParams: operation.parameters ? { path: operation.parameters } : {},
        responses: {
          '200': { description: 'The answer', content: { 'application/json': { schema: operation.answer } } },
          ...refusals(...always, ...(hasBody(operation) ? badBody : []), ...trouble, ...others),
        },
      });
    }),
    ...creations.map((creation) =>
      entry(creation.route, {
        ...described(provider, creation),
        description:
          'With an Idempotency-Key it is done once: a request that was broken off goes on where it stopped, and an error has the `ids` of what exists by then.',
        requestParams: {
          header: creation.needsKey ? requiredKey : optionalKey,
          ...(creation.parameters ? { path: creation.parameters } : {}),
        },
        responses: {
          '201': {
            description: 'Made, now or earlier under this Idempotency-Key',
            content: { 'application/json': { schema: creation.answer } },
          },
          ...refusals(
            ...always,
            ...badBody,
            ...operationTrouble,
            'already-exists',
            'in-progress',
            'idempotency-key-reused',
            'outcome-unknown',
            'starts-stopped',
          ),
        },
      }),
    ),
  ]);

const byMerchantOrBrowser: Record<string, string[]>[] = [{ clientToken: [] }, { apiKey: [] }];

const answerOf = (
  provider: string,
  flow: string,
  { name, summary, answer }: NonNullable<AnyProvider['flows'][number]['question']>,
) => ({
  operationId: `answer-${flow}-${name}`,
  tags: [provider],
  summary,
  description: 'Takes the merchant’s key or the flow’s `clientToken`. The same answer may be given again.',
  security: byMerchantOrBrowser,
  requestParams: { path: z.object({ flowId: z.string().meta({ description: 'From the answer to the start' }) }) },
  requestBody: {
    required: true,
    content: { 'application/json': { schema: answer.meta({ id: `${pascalCase(flow)}${pascalCase(name)}` }) } },
  },
  responses: {
    '200': {
      description: 'Taken, now or earlier; the flow goes on',
      content: { 'application/json': { schema: answeredAnswer } },
    },
    ...refusals('unauthorized', ...badBody, 'not-found', 'gone', 'not-asked', 'answered-otherwise', 'internal-error'),
  },
});

const hasBody = ({ route }: { readonly route: string }): boolean => !/^(GET|DELETE) /.test(route);

const described = (
  provider: string,
  operation: Pick<AnyOperation<never>, 'name' | 'route' | 'summary' | 'request'>,
) => ({
  operationId: operation.name,
  tags: [provider],
  summary: operation.summary,
  security: [{ apiKey: [provider] }],
  ...(hasBody(operation)
    ? { requestBody: { required: true, content: { 'application/json': { schema: operation.request } } } }
    : {}),
});
