import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import { paymentChanged } from '../../shared/payment-changed.ts';
import { localAccess } from '../aws/access.ts';
import type { ToldEvent } from './page/shapes.ts';

const name = 'sluss-demo';

const message = z.object({ detail: paymentChanged });

export interface Events {
  /** What has been told about a payment so far, in the order that it came. */
  about(paymentId: string): ToldEvent[];
  /** Hears each delivery from now on; the answer ends it. */
  listen(listener: (told: ToldEvent) => void): () => void;
  close(): void;
}

/** Subscribes to the environment's event bus as a merchant does, with a rule and a queue, in the local AWS. */
export async function subscribe({ endpoint, bus }: { endpoint: string; bus: string }): Promise<Events> {
  const sqs = new SQSClient(localAccess(endpoint));
  const closing = new AbortController();
  const told = new Map<string, ToldEvent>();
  const listeners = new Set<(event: ToldEvent) => void>();
  const QueueUrl = await connect(endpoint, bus, sqs);

  function take(body: string) {
    const { detail } = message.parse(JSON.parse(body));
    const event: ToldEvent = { event: detail, deliveries: (told.get(detail.eventId)?.deliveries ?? 0) + 1 };
    told.set(detail.eventId, event);
    for (const listener of listeners) listener(event);
  }

  async function receive() {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 10 }),
      { abortSignal: closing.signal },
    );
    for (const { Body = '', ReceiptHandle } of Messages) {
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      take(Body);
    }
  }

  void (async () => {
    while (!closing.signal.aborted) {
      await receive().catch(async (error: unknown) => {
        if (closing.signal.aborted) return;
        console.error('demo: events:', error instanceof Error ? error.name : 'unknown error');
        await pause(1000);
      });
    }
  })();

  return {
    about: (paymentId) => [...told.values()].filter(({ event }) => event.paymentId === paymentId),
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => closing.abort(),
  };
}

/** Makes the queue and the rule, or finds those of the demo before. */
async function connect(endpoint: string, bus: string, sqs: SQSClient): Promise<string> {
  const bridge = new EventBridgeClient(localAccess(endpoint));
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
  const rule = { Name: name, EventBusName: bus };
  const pattern = { source: ['sluss'], 'detail-type': ['payment.changed'] };
  await bridge.send(new PutRuleCommand({ ...rule, EventPattern: JSON.stringify(pattern) }));
  const target = { Id: 'queue', Arn: Attributes?.QueueArn ?? '' };
  await bridge.send(new PutTargetsCommand({ Rule: name, EventBusName: bus, Targets: [target] }));
  return QueueUrl;
}
