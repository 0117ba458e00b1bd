import { GetCommand, paginateScan, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { ledger, table } from './account.ts';

export type Item = Record<string, unknown> & { readonly pk: string };

export const flowKey = (flowId: string): string => `flow#${flowId}`;
export const paymentKey = (paymentId: string): string => `payment#${paymentId}`;

/** A key tells the table: payments and watched objects are in the ledger. */
const tableOf = (pk: string): string => (/^(payment|watched)#/.test(pk) ? ledger.name : table.name);

export const readItem = async (pk: string): Promise<Item | undefined> => {
  const { Item } = await table.dynamo.send(
    new GetCommand({ TableName: tableOf(pk), Key: { pk }, ConsistentRead: true }),
  );
  return Item as Item | undefined;
};

/** Changes an item that is there, as time or a crash would have. Undefined takes an attribute away. */
export const change = async (pk: string, attributes: Readonly<Record<string, unknown>>): Promise<void> => {
  const names = Object.keys(attributes);
  const parts = (isSet: boolean) => names.filter((name) => (attributes[name] !== undefined) === isSet);
  const sets = parts(true).map((name) => `#${name} = :${name}`);
  const removes = parts(false).map((name) => `#${name}`);
  await table.dynamo.send(
    new UpdateCommand({
      TableName: tableOf(pk),
      Key: { pk },
      ConditionExpression: 'attribute_exists(pk)',
      UpdateExpression: [
        sets.length > 0 ? `SET ${sets.join(', ')}` : '',
        removes.length > 0 ? `REMOVE ${removes.join(', ')}` : '',
      ].join(' '),
      ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
      ExpressionAttributeValues: Object.fromEntries(parts(true).map((name) => [`:${name}`, attributes[name]])),
    }),
  );
};

/** Seconds since 1970, that many from now. */
export const inSeconds = (seconds: number): number => Math.floor(Date.now() / 1000) + seconds;

/** Lets an item's time be over. */
export const expire = (pk: string): Promise<void> => change(pk, { expiresAt: inSeconds(-1), dueAt: inSeconds(-1) });

/** All items of a table, the personal one unless it is told another. */
export const allItems = async ({ name } = table): Promise<Item[]> => {
  const items: Item[] = [];
  for await (const { Items = [] } of paginateScan({ client: table.dynamo }, { TableName: name }))
    items.push(...(Items as Item[]));
  return items;
};
