import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';

/** EventBridge takes no more in one call. */
const entriesAtMost = 10;

/** Puts events of one type on the merchant's bus. @returns the ids of those that were taken: a call may take only some */
export const openEventBus = (busName: string) => {
  const eventBridge = new EventBridgeClient();
  return async (type: string, events: readonly { readonly eventId: string }[]): Promise<readonly string[]> => {
    const some = events.slice(0, entriesAtMost);
    const { Entries = [] } = await eventBridge.send(
      new PutEventsCommand({
        Entries: some.map((event) => ({
          EventBusName: busName,
          Source: 'sluss',
          DetailType: type,
          Detail: JSON.stringify(event),
        })),
      }),
    );
    return some.filter((_, index) => Entries[index]?.EventId !== undefined).map(({ eventId }) => eventId);
  };
};
