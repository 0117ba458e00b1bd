import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { PaymentChanged } from './payment-changed.ts';

/** EventBridge takes no more in one call. */
const entriesAtMost = 10;

/** Puts events on the merchant's bus. @returns the ids of those that were taken: a call may take only some */
export const openEventBus = (busName: string) => {
  const eventBridge = new EventBridgeClient();
  return async (events: readonly PaymentChanged[]): Promise<readonly string[]> => {
    const some = events.slice(0, entriesAtMost);
    const { Entries = [] } = await eventBridge.send(
      new PutEventsCommand({
        Entries: some.map((event) => ({
          EventBusName: busName,
          Source: 'sluss',
          DetailType: 'payment.changed',
          Detail: JSON.stringify(event),
        })),
      }),
    );
    return some.filter((_, index) => Entries[index]?.EventId !== undefined).map(({ eventId }) => eventId);
  };
};
