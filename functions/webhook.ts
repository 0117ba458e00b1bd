import { ChangeMessageVisibilityCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import * as z from 'zod';
import { readEnvironment } from '../shared/environment.ts';
import { keptSecret } from '../shared/secrets.ts';
import { postEvents, webhookSecret } from '../shared/webhook.ts';

const environment = readEnvironment(z.object({ QUEUE_URL: z.url(), WEBHOOK_SECRET: z.string(), WEBHOOK_URL: z.url() }));
const sqs = new SQSClient();
const secret = keptSecret(environment.WEBHOOK_SECRET, webhookSecret, 300);

export const handler = ({ Records }: SQSEvent) =>
  postEvents(Records, {
    url: environment.WEBHOOK_URL,
    key: async () => (await secret.get()).key,
    postpone: (receiptHandle, seconds) =>
      sqs.send(
        new ChangeMessageVisibilityCommand({
          QueueUrl: environment.QUEUE_URL,
          ReceiptHandle: receiptHandle,
          VisibilityTimeout: seconds,
        }),
      ),
    now: Date.now,
  });
