import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { day, invoicing, type Invoicing } from './invoicing.ts';

let billecta: Invoicing;
beforeEach(async () => {
  billecta = await invoicing();
});
afterEach(() => billecta.close());

const pay = (invoiceId: string, body?: object) => billecta.control(`invoices/${invoiceId}/pay`, body);

describe('an attested invoice', () => {
  it.each(['Email', 'Mail', 'SMS', 'EInvoice'])('is sent after two seconds by %s', async (DeliveryMethod) => {
    const invoiceId = await billecta.attested(await billecta.debtor(), { DeliveryMethod });
    await billecta.pass(1.9);
    expect((await billecta.invoice(invoiceId)).stage).toBe('Attested');
    await billecta.pass(0.1);
    const { view, stage, events } = await billecta.invoice(invoiceId);
    expect([stage, view['State']]).toEqual([
      'InvoiceSent',
      expect.objectContaining({ InvoiceSentDate: '2026-11-21T10:00:02.000Z' }),
    ]);
    expect(events.at(-1)).toBe('InvoiceSent 2026-11-21T10:00:02');
  });

  it('is not sent by itself when that is done by hand', async () => {
    const invoiceId = await billecta.attested(await billecta.debtor());
    await billecta.pass(day);
    expect((await billecta.invoice(invoiceId)).stage).toBe('Attested');
  });

  it.each([
    ['reached', '196001062626', 'InvoiceSent', 'InvoiceSent'],
    ['not reached', '198507099805', 'Attested', 'Undelivered'],
  ])('through Kivra to who is %s', async (_, OrgNo, stage, event) => {
    const invoiceId = await billecta.attested(await billecta.debtor({ OrgNo }), { DeliveryMethod: 'Kivra' });
    await billecta.pass(2);
    const invoice = await billecta.invoice(invoiceId);
    expect([invoice.stage, invoice.events.at(-1)]).toEqual([stage, `${event} 2026-11-21T10:00:02`]);
  });

  it.each([
    ['the debtor’s own way', true, 'InvoiceSent'],
    ['by hand, unless the debtor’s own settings count', false, 'Attested'],
  ])('that does not say how it is sent goes %s', async (_, ActivateDefaultActionConfigOverride, stage) => {
    const DefaultActionConfig = { ActivateDefaultActionConfigOverride, DeliveryMethod: 'Kivra' };
    const debtorId = await billecta.debtor({ OrgNo: '196001062626', DefaultActionConfig });
    const invoiceId = await billecta.attested(debtorId, { DeliveryMethod: undefined });
    await billecta.pass(2);
    expect((await billecta.invoice(invoiceId)).stage).toBe(stage);
  });

  it('is sent although it was paid at once', async () => {
    const invoiceId = await billecta.attested(await billecta.debtor(), { DeliveryMethod: 'Email' });
    await pay(invoiceId);
    await billecta.pass(2);
    const { stage, events } = await billecta.invoice(invoiceId);
    expect([stage, events.at(-1)]).toEqual(['Completed', 'InvoiceSent 2026-11-21T10:00:02']);
  });

  it.each([
    ['on its due date', { DueDate: '2026-12-01T00:00:00' }, '2026-11-30T23:00:00'],
    ['on the next bank day', { DueDate: '2026-12-24 00:00:00+01:00' }, '2026-12-27T23:00:00'],
    ['now, being late', { InvoiceDate: '2026-11-01', DueDate: '2026-11-02' }, '2026-11-22T23:00:00'],
  ])('is paid by autogiro %s', async (_, dates, at) => {
    const autogiro = { Autogiro: { AutogiroWithdrawalEnabled: true } };
    const invoiceId = await billecta.attested(await billecta.payer(), { ...dates, ...autogiro });
    await billecta.pass(40 * day);
    expect((await billecta.invoice(invoiceId)).events.at(-1)).toBe(`Completed ${at}`);
  });

  it('is not paid twice: what is paid already is not withdrawn', async () => {
    const autogiro = { Autogiro: { AutogiroWithdrawalEnabled: true } };
    const invoiceId = await billecta.attested(await billecta.payer(), autogiro);
    await pay(invoiceId);
    await billecta.pass(20 * day);
    expect(await billecta.invoice(invoiceId)).toMatchObject({ stage: 'Completed', paid: 20_000 });
  });
});

describe('a payment by control', () => {
  it('is of all that is left, or of a part', async () => {
    const invoiceId = await billecta.attested(await billecta.debtor());
    expect((await pay(invoiceId, { öre: 5_000 })).body).toEqual({
      invoiceId,
      stage: 'Attested',
      left: 15_000,
    });
    expect((await pay(invoiceId)).body).toMatchObject({ stage: 'Completed', left: 0 });
    expect((await pay(invoiceId)).status).toBe(409);
  });

  it('may be of more than is left', async () => {
    const invoiceId = await billecta.attested(await billecta.debtor());
    await pay(invoiceId, { öre: 25_000 });
    const { stage, left, paid, events } = await billecta.invoice(invoiceId);
    expect([stage, left, paid]).toEqual(['Completed', 0, 25_000]);
    expect(events.slice(2).map((each) => each.split(' ')[0])).toEqual(['Paid', 'OverPayment', 'Completed']);
  });

  it('may come after the last one, and closes nothing again', async () => {
    const invoiceId = await billecta.attested(await billecta.debtor());
    await pay(invoiceId);
    await billecta.pass(60);
    await pay(invoiceId, { öre: 100 });
    const { view, events } = await billecta.invoice(invoiceId);
    expect(view['State']).toMatchObject({ ClosedDate: '2026-11-21T10:00:00.000Z' });
    expect(events.at(-1)).toBe('OverPayment 2026-11-21T10:01:00');
  });

  it('needs an attested invoice, and öre', async () => {
    const draft = await billecta.draft(await billecta.debtor());
    expect((await pay(draft)).status).toBe(409);
    expect((await pay('unknown')).status).toBe(404);
    expect((await pay(await billecta.attested(await billecta.debtor()), { öre: 1.5 })).status).toBe(400);
  });
});

it.each([
  ['no due date', { DueDate: null }],
  ['a day that there is not', { InvoiceDate: '2026-02-30' }],
  ['a due date before its own', { DueDate: '2026-11-20 00:00:00+01:00' }],
])('is refused with %s', async (_, dates) => {
  await expect(billecta.draft(await billecta.debtor(), dates)).rejects.toThrow(/refused.*date/);
});

it('lists what there is, the newest first, until a reset', async () => {
  const debtorId = await billecta.debtor();
  const first = await billecta.attested(debtorId);
  const second = await billecta.draft(debtorId);
  expect(await billecta.listed('invoices')).toEqual([
    {
      ...{ invoiceId: second, debtorId, contractId: null, stage: 'Created' },
      ...{ left: null, paid: 0, credited: 0, events: ['Created'] },
    },
    {
      ...{ invoiceId: first, debtorId, contractId: null, stage: 'Attested' },
      ...{ left: 20_000, paid: 0, credited: 0, events: ['Created', 'Attested'] },
    },
  ]);
  expect(await billecta.listed('debtors')).toMatchObject([{ DebtorPublicId: debtorId }]);
  await billecta.control('reset');
  expect([await billecta.listed('invoices'), await billecta.listed('debtors')]).toEqual([[], []]);
});
