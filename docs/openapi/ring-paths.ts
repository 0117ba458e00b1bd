import * as z from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { callbackRoute } from '../../shared/callback-proof.ts';
import type { AnyProvider } from '../../shared/provider.ts';
import { refusals } from './answers.ts';
import { entry } from './entry.ts';

const proof = z.object({ proof: z.string().meta({ description: 'Proves that the address was given by us' }) });
const authorization = z.object({
  Authorization: z
    .string()
    .optional()
    .meta({ description: 'The value that the provider was told to send, if one is set' }),
});

/** What a provider with watched objects adds, as shared/provider-rings serves it. */
export const ringPaths = ({ name: provider, watched }: AnyProvider): ZodOpenApiPathsObject => {
  if (!watched) return {};
  return Object.fromEntries([
    entry(callbackRoute(provider), {
      operationId: `ring-${provider}`,
      tags: [provider],
      summary: `For ${provider} only: something may have changed`,
      description:
        'One address for all that the provider has. It believes nothing that the body says: what it names, and we watch, is read again.',
      security: [],
      requestParams: { path: proof, header: authorization },
      requestBody: { required: false, content: { 'application/json': { schema: z.looseObject({}) } } },
      responses: {
        '200': { description: 'Noted', content: { 'application/json': { schema: z.strictObject({}) } } },
        ...refusals('forbidden', 'not-found', 'internal-error', 'provider-not-configured'),
      },
    }),
  ]);
};
