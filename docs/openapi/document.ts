import { createDocument, type CreateDocumentOptions } from 'zod-openapi';
import packageJson from '../../package.json' with { type: 'json' };
import { providers } from '../../functions/providers.ts';
import { flowEnded, objectsChanged, paymentChanged } from './event.ts';
import { pathsOf } from './entry.ts';
import { flowPaths } from './flow-paths.ts';
import { paymentOperationPaths } from './payment-operation-paths.ts';
import { paymentPaths, providerPaymentPaths } from './payment-paths.ts';
import { providerPaths } from './provider-paths.ts';
import { ringPaths } from './ring-paths.ts';

const description = `A merchant's server starts flows and creates payments, and reads what came of them; the payer's browser follows and cancels one flow.

Every error answer is a problem (RFC 9457): branch on its \`code\`. A path that is not described here answers the problem \`not-found\`.

The gateway itself gives a few answers before or instead of ours. They are \`application/json\` with a \`message\` alone:
429 when a route is throttled (wait a second and repeat), 413 for a body of more than 10 MB, 500 when a function died, and 503 when none answered within 30 seconds.`;

const securitySchemes = {
  apiKey: {
    type: 'http',
    scheme: 'bearer',
    description:
      "A merchant's API key, for servers only. A route names the scope that it needs: a provider's name to start something there, `results` to read what a flow brought back.",
  },
  clientToken: {
    type: 'http',
    scheme: 'bearer',
    description:
      "A flow's `clientToken`, for the payer's browser: opens the progress and the cancellation of that flow, and takes the answer to its question.",
  },
} as const;

/** The whole API, from the same schemas that check its requests and shape its answers. */
export const openApiDocument = () =>
  createDocument(
    {
      openapi: '3.1.0',
      info: {
        title: 'Sluss',
        version: packageJson.version,
        description,
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [
        {
          url: '{apiUrl}',
          description: 'The output ApiUrl of the deployed stack; locally what `npm start` prints',
          variables: { apiUrl: { default: 'https://api.example.com' } },
        },
      ],
      tags: [
        { name: 'flows', description: 'Reading and cancelling flows, whichever provider they are at' },
        { name: 'payments', description: 'Reading payments, whichever provider they are at' },
        ...providers.map(({ name }) => ({ name, description: `What is started and asked at ${name}` })),
        { name: 'service', description: 'The API itself' },
      ],
      paths: pathsOf(
        [
          ...providers.map(providerPaths),
          ...providers.map(providerPaymentPaths),
          ...providers.flatMap(paymentOperationPaths),
          ...providers.map(ringPaths),
          flowPaths(providers),
          paymentPaths,
        ].flatMap((some) => Object.entries(some)),
      ),
      webhooks: { 'flow.ended': flowEnded, 'payment.changed': paymentChanged, ...objectsChanged },
      components: { securitySchemes },
    },
    { override: readable },
  );

/** Takes away what zod writes for machines that know neither formats nor integers; it hides what people look for. */
const readable: CreateDocumentOptions['override'] = ({ jsonSchema }) => {
  if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
  if (jsonSchema.format === 'starts_with') delete jsonSchema.format;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
};
