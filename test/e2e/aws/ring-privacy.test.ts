import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod';
import { untilSo } from '../../until.ts';
import { callbackAddress, disturb, make, payAtProvider, ringAt, rings } from '../billecta/invoicing.ts';
import { describeAws } from '../needs.ts';
import { advance, resetSimulator } from '../simulator.ts';
import { ledger } from './account.ts';
import { MerchantQueue } from './events.ts';
import { allItems } from './items.ts';
import { executionRecords, functionSettings, impersonalItems, logLines } from './places.ts';
import { findingsIn, writtenOf } from './planted.ts';

/** What a debtor's view holds of a person: it stands in rings, and nobody keeps it. */
const person = {
  name: 'Vilhelmina Ringkvist-Påhitt',
  attention: 'Att Gullranka Ringkvist',
  careOf: 'c/o Ringduvans pensionat',
  address: 'Klockringarstigen 117',
  address2: 'Uppgång Ringblomma',
  city: 'Ringklockeby',
  postcode: '98765',
  phone: '+46701740699',
  email: 'vilhelmina.ringkvist@mail.example',
  contactName: 'Ringolf Kontaktsson',
  contactEmail: 'ringolf@mail.example',
};
const personalNumber = '197001239297';
const accountNumber = '7263540918';
const autogiro = { clearingNumber: '83279', accountNumber, bank: 'SWEDBANK' };
const row = { description: 'Sällskap åt Ringhalsgåsen', quantity: 1, unitPrice: 20_000, vat: 0 };
const terms = { yourReference: 'Er-ref-Ringkvist', message: 'Hälsa alla ringdansare' };
/** Words as long as these stand nowhere by chance; a postcode does. */
const inRings = [
  ...Object.values(person).filter((value) => value.length > 5),
  personalNumber,
  accountNumber,
  row.description,
  ...Object.values(terms),
];
const personal = [...inRings, ...writtenOf(personalNumber)];

describeAws('nothing of what Billecta says in a ring is kept', () => {
  const queue = new MerchantQueue();
  /** What was told of: ids that must be found. */
  const known: string[] = [];

  beforeAll(async () => {
    const url = await callbackAddress();
    await queue.open();
    await ringAt(url);
    const { debtorId } = await make(
      'debtors',
      { ...person, personalNumber, autogiro },
      z.object({ debtorId: z.string() }),
    );
    const invoice = { ...terms, debtorId, dueDate: '2099-12-31', rows: [row] };
    // Kivra does not reach this number, so one is undelivered.
    for (const delivery of ['email', 'kivra']) {
      const { invoiceId } = await make('invoices', { ...invoice, delivery }, z.object({ invoiceId: z.string() }));
      known.push(invoiceId);
      await payAtProvider(invoiceId);
    }
    const start = new Date().toISOString().slice(0, 10);
    const recurrence = { interval: 'monthly', dayOfMonth: 1, start };
    const made = await make(
      'contracts',
      { ...terms, debtorId, rows: [row], ...recurrence },
      z.object({ contractId: z.string() }),
    );
    known.push(debtorId, made.contractId);
    await advance(32 * 86_400);
    await Promise.all(known.map((id) => queue.about(id)));
    // The same at an address that nobody has, which is refused.
    await ringAt(`${url}x`);
    await disturb({ deliveries: 1 });
    await advance(32 * 86_400);
    await untilSo('a ring to be refused', async () =>
      (await rings()).some(({ deliveries }) => deliveries.some(({ status }) => status === 404)),
    );
  });
  afterAll(async () => {
    await resetSimulator();
    await queue.close();
  });

  it('there was much to be kept', async () => {
    const sent = await rings();
    for (const value of inRings) expect(findingsIn([JSON.stringify(sent)], [value])).not.toEqual([]);
    expect(new Set(sent.map(({ cause }) => cause))).toEqual(
      new Set([
        ...['InvoiceActionAttested', 'InvoicePaymentReceived', 'InvoiceActionPaid', 'UndeliveredInvoice'],
        'AutogiroApprovalChanged',
      ]),
    );
  });

  it.each([
    ['the ledger', async () => (await allItems(ledger)).map((item) => JSON.stringify(item)), () => known],
    ['an event', async () => (await queue.heard()).map((event) => JSON.stringify(event)), () => known],
    ['a log line', logLines, () => ['request.refused']],
    // Of the contract nobody rings: its invoices name it.
    ['an execution', executionRecords, () => known.slice(0, -1)],
    ["a function's settings", functionSettings, () => ['LEDGER_TABLE']],
    ['an item that is no request', impersonalItems, () => []],
  ] as const)('nothing of it stands in %s', async (_, look, controls) => {
    const texts = await look();
    expect(findingsIn(texts, personal)).toEqual([]);
    // The search itself works: what must be there is found.
    for (const control of controls()) expect(findingsIn(texts, [control])).not.toEqual([]);
  });
});
