import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { settingsOf } from '../../../infra/environments.ts';
import { billectaCallbackUrl } from '../../../local/commands/provider-callbacks.ts';
import type { DeliverySettings } from '../../../local/simulators/deliveries.ts';
import { stack } from '../../stack.ts';
import { call } from '../api.ts';
import { access } from '../aws/account.ts';
import { control } from '../simulator.ts';

/** What a creation under `/v1/billecta` answers; it must be 201. */
export const make = async <Answer>(path: string, body: unknown, answer: z.ZodType<Answer>): Promise<Answer> => {
  const made = await call('POST', `/v1/billecta/${path}`, { body, headers: { 'idempotency-key': randomUUID() } });
  if (made.status !== 201) throw new Error(`${path} answers ${made.status}: ${JSON.stringify(made.body)}`);
  return answer.parse(made.body);
};

/** Where Billecta rings. */
export const callbackAddress = (): Promise<string> =>
  billectaCallbackUrl(new SecretsManagerClient(access), `${settingsOf('local').secretPrefix}/mac-key`, stack.apiUrl);

const told = async (method: string, path: string, body?: object): Promise<unknown> => {
  const answer = await control(method, path, body);
  if (answer.status !== 200) throw new Error(`the simulator answers ${answer.status} to ${path}`);
  return answer.body;
};

/** Has the simulator ring at this address, without anything that disturbs it. */
export const ringAt = (url: string) => told('PUT', 'webhook', { url });
export const disturb = (settings: Partial<DeliverySettings>) => told('POST', 'webhook', settings);

/** Somebody pays an invoice: öre, or else what is left. */
export const payAtProvider = (invoiceId: string, öre?: number) =>
  told('POST', `invoices/${invoiceId}/pay`, öre === undefined ? {} : { öre });

const log = z.object({
  callbacks: z.array(
    z.looseObject({
      cause: z.string(),
      body: z.unknown(),
      deliveries: z.array(z.object({ status: z.union([z.number(), z.string(), z.null()]) })),
    }),
  ),
});

/** Every ring since the last reset, with what became of each delivery. */
export const rings = async () => log.parse(await told('GET', 'webhook')).callbacks;
