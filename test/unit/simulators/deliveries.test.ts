import { afterEach, beforeEach, expect, it } from 'vitest';
import { localCreditorPublicId } from '../../../local/simulators/billecta/defaults.ts';
import { simulator, type Simulator } from './harness.ts';

let billecta: Simulator;
beforeEach(async () => {
  billecta = await simulator();
});
afterEach(() => billecta.close());

const deliveries = async () =>
  (await billecta.call('GET', '/_simulator/deliveries')).body['deliveries'] as Record<string, unknown>[];

/** An attested invoice of 125 kronor. */
async function invoice(DeliveryMethod: string, OrgNo = '191212121212') {
  const contact = { Email: 'tova@example.com', EInvoiceBank: 'SHB' };
  const debtor = { CreditorPublicId: localCreditorPublicId, Name: 'Tova Exempel', OrgNo, ...contact };
  const DebtorPublicId = (await billecta.call('POST', '/v1/debtors/debtor', debtor)).body['PublicId'];
  const { body } = await billecta.call('POST', '/v1/invoice/action', {
    CreditorPublicId: localCreditorPublicId,
    ...{ DebtorPublicId, DeliveryMethod, InvoiceDate: '2026-11-21T00:00:00', DueDate: '2026-12-21T00:00:00' },
    Records: [{ ArticleDescription: 'Berth 14', Quantity: 1, UnitPrice: { Value: 10_000 }, VAT: 25 }],
  });
  await billecta.call('PUT', `/v1/invoice/attest/${String(body['PublicId'])}`);
}

it('shows what has arrived, the newest first, and no personal number', async () => {
  for (const method of ['Email', 'Kivra', 'EInvoice']) await invoice(method);
  expect(await deliveries()).toEqual([]);
  billecta.pass(2);
  const all = await deliveries();
  expect(all.map(({ method, to, invoiceNumber }) => [method, to, invoiceNumber])).toEqual([
    ['EInvoice', 'SHB', '3'],
    ['Kivra', 'Tova Exempel', '2'],
    ['Email', 'tova@example.com', '1'],
  ]);
  expect(all[2]).toMatchObject({ ocr: '18', dueDate: '2026-12-21', amount: 12_500, rows: ['Berth 14'] });
  expect(JSON.stringify(all)).not.toContain('191212121212');
});

it('shows nothing of what never arrives', async () => {
  await invoice('Manually');
  await invoice('Kivra', '198001139297');
  billecta.pass(60);
  expect(await deliveries()).toEqual([]);
});
