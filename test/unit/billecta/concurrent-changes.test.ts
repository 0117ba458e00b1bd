import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Answer } from '../../fakes/aws.ts';
import { debtor, type Invoicing, invoicing, product } from './invoicing.ts';

let shop: Invoicing;
beforeEach(async () => {
  shop = await invoicing();
  // The shortest wait for another change.
  vi.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await shop.close();
});

const make = async (path: string, what: string, body: object): Promise<string> =>
  String((await shop.ask(`POST /v1/billecta/${path}`, { body })).body[what]);
const makeDonor = () =>
  make('debtors', 'debtorId', {
    ...debtor,
    autogiro: { clearingNumber: '5000', accountNumber: '0000018', bank: 'SEB' },
  });
const changeEmail = (debtorId: string) =>
  shop.ask('PUT /v1/billecta/debtors/{debtorId}', { parameters: { debtorId }, body: { email: 'new@example.com' } });
const endApproval = (debtorId: string) =>
  shop.ask('DELETE /v1/billecta/debtors/{debtorId}/autogiro-approval', { parameters: { debtorId } });
const isLease = (keys: readonly string[]) => keys.some((key) => key.startsWith('change#'));

/** Lets another request come when one has read and not yet written: until it is answered, or has found the lease taken. */
const between = (request: () => Promise<Answer>): { readonly answer: () => Promise<Answer> | undefined } => {
  const real = fetch;
  let other: Promise<Answer> | undefined;
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    if (init.method === 'PUT' && !other) {
      const waits = new Promise<void>((resolve) => {
        shop.aws.dynamo.before = ({ kind, keys }) => {
          if (kind === 'Put' && isLease(keys)) resolve();
        };
      });
      other = request();
      await Promise.race([other, waits]);
    }
    return real(url, init);
  });
  return { answer: () => other };
};

describe('two changes at once', () => {
  it('of a debtor: an approval that is ended stays ended, and the address is the new one', async () => {
    const debtorId = await makeDonor();
    const ending = between(() => endApproval(debtorId));
    expect((await changeEmail(debtorId)).status).toBe(200);
    expect(await ending.answer()).toMatchObject({ status: 200, body: { approval: { isActive: false } } });
    expect(await shop.provider(`/v1/debtors/debtor/${debtorId}`)).toMatchObject({
      Email: 'new@example.com',
      Autogiro: { Active: false },
    });
  });

  it('of a debtor, the other way round: the address is not the old one again', async () => {
    const debtorId = await makeDonor();
    const changing = between(() => changeEmail(debtorId));
    expect(await endApproval(debtorId)).toMatchObject({ status: 200, body: { approval: { isActive: false } } });
    expect((await changing.answer())?.status).toBe(200);
    expect(await shop.provider(`/v1/debtors/debtor/${debtorId}`)).toMatchObject({
      Email: 'new@example.com',
      Autogiro: { Active: false },
    });
  });

  it('of a product are both kept', async () => {
    const productId = await make('products', 'productId', product);
    const change = (body: object) =>
      shop.ask('PUT /v1/billecta/products/{productId}', { parameters: { productId }, body });
    const pricing = between(() => change({ unitPrice: 9_900 }));
    expect((await change({ description: 'Fåtölj' })).status).toBe(200);
    expect((await pricing.answer())?.status).toBe(200);
    expect(await shop.provider(`/v1/products/product/${productId}`)).toMatchObject({
      Description: 'Fåtölj',
      UnitPrice: 99,
    });
  });
});

it('a change that waits in vain for another is to come back, and has asked Billecta for nothing', async () => {
  const debtorId = await makeDonor();
  const pk = `change#billecta#debtor#${debtorId}`;
  const expiresAt = Date.now() / 1000 + 35;
  shop.aws.dynamo.items.set(pk, { pk, holder: 'another', expiresAt });
  shop.aws.dynamo.before = ({ keys }) => void (isLease(keys) && shop.pass(5));
  expect(await changeEmail(debtorId)).toMatchObject({
    status: 409,
    headers: { 'retry-after': '5' },
    body: { code: 'operation-underway' },
  });
  expect(await shop.calls()).toEqual({ 'debtors.create': 1 });
  shop.pass(35);
  expect((await changeEmail(debtorId)).status).toBe(200);
});
