import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { paymentsWhere } from '../../local/commands/ledger.ts';
import { merchantIndex, referenceIndex } from '../../shared/payment-index.ts';
import { listPayments, type ListRequest, type Position } from '../../shared/payment-list.ts';
import { PaymentStore } from '../../shared/payment-store.ts';
import { TestTable } from './table.ts';

const table = new TestTable();
const store = new PaymentStore(table);
const newest = 119;
const idOf = new Map<number, string>();

/** One a second, every third of the other merchant, every fourth with one reference that both use. */
const create = async (number: number) => {
  const paymentId = randomUUID().replaceAll('-', '');
  idOf.set(number, paymentId);
  await store.create(
    {
      paymentId,
      provider: 'swedbank-pay',
      merchant: number % 3 === 0 ? 'other' : 'shop',
      merchantReference: number % 4 === 0 ? 'order-7' : undefined,
      createdAt: number,
      payeeReference: 'OURS1',
      fingerprint: 'f',
      wantsTokens: false,
    },
    table.inSeconds(35),
  );
};
beforeAll(() => Promise.all(Array.from({ length: newest + 1 }, (_, number) => create(number))));

const expected = (isMeant: (number: number) => boolean) =>
  Array.from({ length: newest + 1 }, (_, index) => newest - index).filter(isMeant);

const listed = async (more: Partial<ListRequest>): Promise<number[]> => {
  const found: number[] = [];
  let after: Position | undefined;
  do {
    const request = { merchant: 'shop', providers: ['swedbank-pay'], limit: 7, ...more, after };
    const { payments, next } = await listPayments(request, table);
    expect(payments.length).toBeLessThanOrEqual(request.limit);
    found.push(...payments.map(({ createdAt }) => createdAt));
    after = next;
  } while (after);
  return found;
};

describe('the list', () => {
  it.each([1, 7, 100])("has a merchant's payments, the newest first, each once, in pages of %i", async (limit) => {
    expect(await listed({ limit })).toEqual(expected((number) => number % 3 !== 0));
  });

  it('of a reference has only those of the merchant', async () => {
    expect(await listed({ merchantReference: 'order-7' })).toEqual(
      expected((number) => number % 4 === 0 && number % 3 !== 0),
    );
    expect(await listed({ merchantReference: 'order-8' })).toEqual([]);
  });

  it('of a time has both ends', async () => {
    expect(await listed({ createdFrom: 10, createdTo: 20 })).toEqual([20, 19, 17, 16, 14, 13, 11, 10]);
    expect(await listed({ createdFrom: 115 })).toEqual([119, 118, 116, 115]);
    expect(await listed({ createdTo: 4, merchantReference: 'order-7' })).toEqual([4]);
  });

  it('reads the payments as they are now, not as the index had them', async () => {
    await store.park((await store.find(idOf.get(50)!))!, 'a test');
    expect(await listed({ attention: 'parked' })).toEqual([50]);
    const payments = await paymentsWhere(({ parked }) => parked !== undefined, table);
    expect(payments.map(({ paymentId }) => paymentId)).toEqual([idOf.get(50)]);
  });

  it('goes on behind a position that is in nobody’s list', async () => {
    const after = { paymentId: randomUUID().replaceAll('-', ''), createdAt: 3 };
    const request = { merchant: 'shop', providers: ['swedbank-pay'], limit: 7, after };
    const { payments } = await listPayments(request, table);
    expect(payments.map(({ createdAt }) => createdAt)).toEqual([2, 1]);
  });
});

it.each([
  [merchantIndex, 'shop'],
  [referenceIndex, 'order-7'],
])('$name holds keys only', async ({ name, partitionKey }, partition) => {
  const { Items = [] } = await table.dynamo.send(
    new QueryCommand({
      TableName: table.name,
      IndexName: name,
      KeyConditionExpression: `${partitionKey} = :partition`,
      ExpressionAttributeValues: { ':partition': partition },
    }),
  );
  expect(Items.length).toBeGreaterThan(0);
  expect(Object.keys(Items[0]!).sort()).toEqual(['createdAt', partitionKey, 'pk'].sort());
});
