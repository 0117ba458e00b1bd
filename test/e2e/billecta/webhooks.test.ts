import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod';
import { watchedKey } from '../../../shared/watched-object.ts';
import { until, untilSo } from '../../until.ts';
import { ledger, runClock } from '../aws/account.ts';
import { MerchantQueue } from '../aws/events.ts';
import { allItems, change, inSeconds, readItem } from '../aws/items.ts';
import { describeAws } from '../needs.ts';
import { callbackAddress, make } from './invoicing.ts';

const person = { name: 'Vilhelm Påhitt', personalNumber: '196001062626', email: 'vilhelm@example.com' };
const row = { description: 'Soffa', quantity: 1, unitPrice: 10_050, vat: 25 };
const created = z.object({ debtorId: z.string(), invoiceId: z.string() });

const create = (debtor: object = person) => {
  const terms = { merchantReference: 'order-7', dueDate: '2099-12-31', delivery: 'email', rows: [row] };
  return make('invoices', { debtor, ...terms }, created);
};
const pay = (invoiceId: string, amount: number) => make(`invoices/${invoiceId}/payments`, { amount }, z.unknown());
const invoiceKey = (id: string) => watchedKey('billecta', { kind: 'invoice', id });

describeAws('what merchants hear of invoices and approvals at Billecta', () => {
  const queue = new MerchantQueue();
  let address = '';
  beforeAll(async () => {
    address = await callbackAddress();
    await queue.open();
  });
  afterAll(() => queue.close());

  const ring = async (body: unknown, to = address): Promise<number> =>
    (await fetch(to, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }))
      .status;
  const paid = (invoiceId: string) => ({
    EventType: 'InvoiceActionPaid',
    Data: { ActionPublicId: invoiceId, Debtor: { Name: person.name, OrgNo: person.personalNumber } },
  });

  it('a payment that rings is heard of once, however often and whenever it rings', async () => {
    const { invoiceId } = await create();
    await ring(paid(invoiceId));
    const [first] = await queue.about(invoiceId);
    expect(first).toMatchObject({
      'detail-type': 'invoice.changed',
      detail: { merchantReference: 'order-7', paid: 0, isOverpaid: false },
    });
    const { left } = z.object({ left: z.int() }).parse(first?.detail);
    await pay(invoiceId, left);
    const rings = await Promise.all(Array.from({ length: 8 }, () => ring(paid(invoiceId))));
    expect(new Set(rings)).toEqual(new Set([200]));
    await queue.about(invoiceId, 2);
    await ring(paid(invoiceId));
    await untilSo(
      'every ring to be caught up with',
      async () => {
        const item = await readItem(invoiceKey(invoiceId));
        return item?.['rings'] === item?.['ringsSeen'];
      },
      100,
    );
    const told = new Map((await queue.about(invoiceId, 2)).map(({ detail }) => [detail.eventId, detail]));
    expect([...told.values()].slice(1)).toMatchObject([{ stage: 'completed', left: 0, paid: left }]);
    const kept = JSON.stringify([await allItems(ledger), await queue.heard()]);
    for (const value of Object.values(person)) expect([value, kept.includes(value)]).toEqual([value, false]);
  });

  it('a payment that nobody rings for is found by the clock', async () => {
    const { invoiceId } = await create();
    await pay(invoiceId, 12_600);
    await change(invoiceKey(invoiceId), { dueAt: inSeconds(-1) });
    // More than once: two runs within one second are one, and the other may not have seen that it is due.
    const event = await until('it to be told', async () => {
      await runClock();
      return (await queue.heard()).find(({ detail }) => detail.invoiceId === invoiceId);
    });
    expect(event.detail).toMatchObject({ stage: 'completed', left: 0 });
    const rests = await until('the object to rest', async () => {
      const item = await readItem(invoiceKey(invoiceId));
      return Number(item?.['dueAt']) > inSeconds(3_600) ? item : undefined;
    });
    expect(rests).toMatchObject({ version: 1 });
    expect(rests).not.toHaveProperty('untold');
  });

  it("a debtor's approval rings too", async () => {
    const autogiro = { clearingNumber: '5000', accountNumber: '1234567', bank: 'SEB' };
    const { debtorId } = await create({ ...person, autogiro });
    expect(await ring({ EventType: 'AutogiroApprovalChanged', Data: { DebtorPublicId: debtorId } })).toBe(200);
    const [event] = await queue.about(debtorId);
    expect(event).toMatchObject({ 'detail-type': 'autogiro.changed', detail: { debtorId, isActive: true } });
    expect(JSON.stringify(event)).not.toContain('1234567');
  });

  it('a wrong address is 404, and what nobody watches is 200 and does not come to be', async () => {
    expect(await ring(paid('0000000001'), `${address.slice(0, -1)}${address.endsWith('A') ? 'Q' : 'A'}`)).toBe(404);
    expect(await ring(paid('no-invoice-of-ours'))).toBe(200);
    expect(await readItem(invoiceKey('no-invoice-of-ours'))).toBeUndefined();
  });
});
