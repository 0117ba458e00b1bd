import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { localCaller } from './access.ts';

const template = z.object({
  Resources: z.record(z.string(), z.object({ Type: z.string(), Properties: z.unknown().optional() })),
});
const cors = z.object({
  CorsConfiguration: z
    .object({
      AllowOrigins: z.array(z.string()),
      AllowMethods: z.array(z.string()),
      AllowHeaders: z.array(z.string()),
      ExposeHeaders: z.array(z.string()),
      MaxAge: z.number(),
    })
    .optional(),
});

/**
 * The emulator stores a template's CORS settings under names that it does not read back, so every preflight is refused
 * (ministack.md section 1). Told again through the API, as they stand in the template, they work.
 */
export const repairCors = async (
  endpoint: string,
  assembly: string,
  stackName: string,
  apiId: string,
): Promise<void> => {
  const { Resources } = template.parse(JSON.parse(readFileSync(join(assembly, `${stackName}.template.json`), 'utf8')));
  const api = Object.values(Resources).find(({ Type }) => Type === 'AWS::ApiGatewayV2::Api');
  const settings = cors.parse(api?.Properties).CorsConfiguration;
  if (!settings) return;
  const answer = await fetch(`${endpoint}/v2/apis/${apiId}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json', ...localCaller('apigateway') },
    body: JSON.stringify({
      corsConfiguration: {
        allowOrigins: settings.AllowOrigins,
        allowMethods: settings.AllowMethods,
        allowHeaders: settings.AllowHeaders,
        exposeHeaders: settings.ExposeHeaders,
        maxAge: settings.MaxAge,
      },
    }),
  });
  if (!answer.ok) throw new Error(`the emulator refuses its CORS settings: HTTP ${answer.status}`);
};
