import {
  DeleteRuleCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { until } from '../../until.ts';
import { access, fact } from './account.ts';

/** What EventBridge delivers. */
const event = z.looseObject({
  source: z.string(),
  'detail-type': z.string(),
  detail: z.looseObject({
    eventId: z.string(),
    flowId: z.string().optional(),
    paymentId: z.string().optional(),
    invoiceId: z.string().optional(),
    contractId: z.string().nullish(),
    debtorId: z.string().optional(),
  }),
});
export type Event = z.infer<typeof event>;

const bridge = new EventBridgeClient(access);
const sqs = new SQSClient(access);

/** A merchant's queue, which hears all that the product says on its bus. */
export class MerchantQueue {
  readonly #name = `e2e-${randomUUID()}`;
  readonly #bus = fact('eventBus');
  readonly #heard: Event[] = [];
  #url = '';

  async open(): Promise<void> {
    const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: this.#name }));
    this.#url = QueueUrl;
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
    const rule = { Name: this.#name, EventBusName: this.#bus };
    await bridge.send(new PutRuleCommand({ ...rule, EventPattern: JSON.stringify({ source: [{ prefix: '' }] }) }));
    const target = { Id: 'queue', Arn: Attributes?.QueueArn ?? '' };
    await bridge.send(new PutTargetsCommand({ Rule: this.#name, EventBusName: this.#bus, Targets: [target] }));
  }

  async close(): Promise<void> {
    const bus = { EventBusName: this.#bus };
    await bridge.send(new RemoveTargetsCommand({ Rule: this.#name, ...bus, Ids: ['queue'] }));
    await bridge.send(new DeleteRuleCommand({ Name: this.#name, ...bus }));
    await sqs.send(new DeleteQueueCommand({ QueueUrl: this.#url }));
  }

  /** All that has been heard so far. */
  async heard(): Promise<readonly Event[]> {
    for (;;) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl: this.#url, MaxNumberOfMessages: 10, VisibilityTimeout: 600 }),
      );
      if (Messages.length === 0) return this.#heard;
      this.#heard.push(...Messages.map(({ Body = '' }) => event.parse(JSON.parse(Body))));
    }
  }

  /** What was heard about a flow, a payment or an object at Billecta, once it is `count` events. */
  about(id: string, count = 1): Promise<Event[]> {
    return until(`${count} events about one thing`, async () => {
      const events = (await this.heard()).filter(({ detail: { flowId, paymentId, invoiceId, contractId, debtorId } }) =>
        [flowId, paymentId, invoiceId, contractId, debtorId].includes(id),
      );
      return events.length >= count ? events : undefined;
    });
  }
}
