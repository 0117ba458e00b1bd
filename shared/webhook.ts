import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';
import { createHmac } from 'node:crypto';
import * as z from 'zod';
import { describe, log } from './log.ts';

/** The JSON in the secret `sluss/<environment>/webhook`. With `whsec_` before it, the key is what the receiver is given. */
export const webhookSecret = z.strictObject({ key: z.base64().min(32) });

/** What of an event is posted, as EventBridge puts it into the queue. */
const queuedEvent = z.object({
  'detail-type': z.string(),
  time: z.string(),
  detail: z.looseObject({ eventId: z.string() }),
});

export interface WebhookDependencies {
  readonly url: string;
  readonly key: () => Promise<string>;
  /** Puts off the next try with a message. */
  readonly postpone: (receiptHandle: string, seconds: number) => Promise<unknown>;
  /** Milliseconds. */
  readonly now: () => number;
}

/** A receiver that does not answer in this time has not taken the event. */
const timeLimitMilliseconds = 10_000;

/** The headers of a request by the Standard Webhooks specification 1.0.0. @param key in Base64 @param at in Unix seconds */
export const signedHeaders = (key: string, id: string, at: number, body: string): Record<string, string> => ({
  'webhook-id': id,
  'webhook-timestamp': String(at),
  'webhook-signature': `v1,${createHmac('sha256', Buffer.from(key, 'base64')).update(`${id}.${at}.${body}`).digest('base64')}`,
});

/** How long to wait after so many tries: half a minute, then twice as long each time, up to an hour. */
export const secondsUntilNextTry = (tries: number): number => Math.min(30 * 2 ** (tries - 1), 3600);

/** Posts the events of these messages, all at once. Those that were not taken stay in the queue, and come again later. */
export const postEvents = async (
  messages: readonly SQSRecord[],
  dependencies: WebhookDependencies,
): Promise<SQSBatchResponse> => {
  const failed = await Promise.all(
    messages.map(async ({ messageId, receiptHandle, body, attributes }) => {
      if (await isTaken(body, dependencies)) return [];
      const tries = Number(attributes.ApproximateReceiveCount);
      // Without it the queue's own time counts: sooner or later than meant, but again.
      await dependencies.postpone(receiptHandle, secondsUntilNextTry(tries)).catch((error: unknown) => {
        log.warn('webhook.not-postponed', describe(error));
      });
      return [{ itemIdentifier: messageId }];
    }),
  );
  return { batchItemFailures: failed.flat() };
};

/** Never throws, and logs neither address nor content. */
const isTaken = async (message: string, { url, key, now }: WebhookDependencies): Promise<boolean> => {
  const started = now();
  try {
    const { 'detail-type': type, time: timestamp, detail } = queuedEvent.parse(JSON.parse(message));
    const body = JSON.stringify({ type, timestamp, data: detail });
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        // A thawed function holds sockets that the other side closed long ago.
        connection: 'close',
        ...signedHeaders(await key(), detail.eventId, Math.floor(started / 1000), body),
      },
      body,
      // Nobody has set the address that a redirect leads to; it counts as a refusal.
      redirect: 'manual',
      signal: AbortSignal.timeout(timeLimitMilliseconds),
    });
    await response.body?.cancel();
    log.info('webhook.posted', { httpStatus: response.status, durationMs: now() - started });
    return response.ok;
  } catch (error) {
    log.warn('webhook.failed', { ...describe(error), durationMs: now() - started });
    return false;
  }
};
