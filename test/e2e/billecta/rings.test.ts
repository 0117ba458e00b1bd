import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import * as z from 'zod';
import type { DeliverySettings } from '../../../local/simulators/deliveries.ts';
import { watchedKey } from '../../../shared/watched-object.ts';
import { until, untilSo } from '../../until.ts';
import { runClock } from '../aws/account.ts';
import { MerchantQueue } from '../aws/events.ts';
import { change, inSeconds, readItem } from '../aws/items.ts';
import { describeAws } from '../needs.ts';
import { advance, resetSimulator } from '../simulator.ts';
import { callbackAddress, disturb, make, payAtProvider, ringAt, rings } from './invoicing.ts';

const person = { name: 'Vilhelm Påhitt', personalNumber: '196001062626', email: 'vilhelm@example.com' };
const row = { description: 'Gåva', quantity: 1, unitPrice: 20_000, vat: 0 };
const autogiro = { clearingNumber: '5000', accountNumber: '1234567', bank: 'SEB' };
const day = 86_400;

const makeDebtor = (more: object = {}) => make('debtors', { ...person, ...more }, z.object({ debtorId: z.string() }));
const makeContract = async () => {
  const { debtorId } = await makeDebtor();
  const start = new Date().toISOString().slice(0, 10);
  const terms = { interval: 'monthly', dayOfMonth: 1, start, merchantReference: 'gift-1', rows: [row] };
  return make('contracts', { debtorId, ...terms }, z.object({ contractId: z.string() }));
};
describeAws("what merchants hear when Billecta's own sender rings", () => {
  const queue = new MerchantQueue();
  let url = '';
  beforeAll(async () => {
    url = await callbackAddress();
    await queue.open();
  });
  beforeEach(async () => {
    await resetSimulator();
    await ringAt(url);
    // So that the first retry comes after half a second.
    await disturb({ timeScale: 0.05 });
  });
  afterAll(async () => {
    await resetSimulator();
    await queue.close();
  });

  /** The states of an invoice or approval, each once, in the order in which they came to be. */
  const statesOf = async (id: string) => {
    const events = new Map((await queue.about(id)).map(({ detail }) => [detail.eventId, detail]));
    const number = (eventId: string) => Number(eventId.split('-').at(-1));
    return [...events.values()].toSorted((one, other) => number(one.eventId) - number(other.eventId));
  };
  const stateWith = (id: string, state: Readonly<Record<string, unknown>>) =>
    until(`${JSON.stringify(state)} to be told`, async () =>
      (await statesOf(id)).find((detail) => Object.entries(state).every(([name, value]) => detail[name] === value)),
    );

  it.each<[string, Partial<DeliverySettings>]>([
    ['in fours', { together: 4 }],
    ['each after the one that follows it', { reorder: true }],
    ['with the first two lost', { drop: 2 }],
  ])('payments that ring %s are told once each', async (_, settings) => {
    const asked = { debtor: person, dueDate: '2099-12-31', delivery: 'email', rows: [row] };
    const { invoiceId } = await make('invoices', asked, z.object({ invoiceId: z.string() }));
    const first = await stateWith(invoiceId, { paid: 0 });
    await disturb(settings);
    await payAtProvider(invoiceId, 5_000);
    await stateWith(invoiceId, { paid: 5_000 });
    await payAtProvider(invoiceId);
    await stateWith(invoiceId, { stage: 'completed', left: 0 });
    await untilSo('every ring to be caught up with', async () => {
      const item = await readItem(watchedKey('billecta', { kind: 'invoice', id: invoiceId }));
      return item?.['rings'] === item?.['ringsSeen'];
    });
    const paid = (await statesOf(invoiceId)).map((state) => state['paid']);
    expect(paid).toEqual([0, 5_000, first['left']]);
    const sent = await until('every ring to be answered', async () => {
      const all = (await rings()).map(({ deliveries }) => deliveries.map(({ status }) => status));
      // One that waits for its turn, or for its next try after it was lost, has no answer yet.
      const isAnswered = (statuses: unknown[]) => typeof statuses.at(-1) === 'number' && !statuses.includes(null);
      return all.every(isAnswered) ? all : undefined;
    });
    expect(sent.map((statuses) => statuses.at(-1))).toEqual(sent.map(() => 200));
    expect(sent.flat().filter((status) => status === 'dropped')).toHaveLength(settings.drop ?? 0);
    // The lost ones may be of two rings, as the invoice's creation rings too; each ring is sent again until one arrives.
    const arrived = sent.map((statuses) => statuses.filter((status) => status === 200).length);
    expect(Math.max(...arrived)).toBe(settings.together ?? 1);
  });

  it('an approval is told when the bank has approved it', async () => {
    const { debtorId } = await makeDebtor({ autogiro });
    await advance(10 * day);
    expect(await stateWith(debtorId, { stage: 'approved' })).toMatchObject({ isActive: true, merchant: 'demo' });
  });

  it("an invoice of a contract rings, and is told to the contract's merchant", async () => {
    const { contractId } = await makeContract();
    await advance(32 * day);
    expect(await stateWith(contractId, { contractId })).toMatchObject({
      ...{ merchant: 'demo', merchantReference: 'gift-1', contractId, total: 20_000 },
    });
  });

  it('an invoice of a contract that does not ring is found by the clock, after the run', async () => {
    await disturb({ enabled: false });
    const { contractId } = await makeContract();
    await advance(32 * day);
    await change(watchedKey('billecta', { kind: 'contract', id: contractId }), { dueAt: inSeconds(-1) });
    // The first run finds the invoice, a later one looks at it; two within one second are one.
    const state = await until('its invoice to be told', async () => {
      await runClock();
      return (await queue.heard()).find(({ detail }) => detail.contractId === contractId)?.detail;
    });
    expect(state).toMatchObject({ merchantReference: 'gift-1', paid: 0 });
  });
});
