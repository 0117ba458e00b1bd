import { afterEach, expect, it, vi } from 'vitest';
import { debtor, invoice, invoicing } from './invoicing.ts';
import { catchPrinted } from '../../fakes/printed.ts';

afterEach(() => vi.restoreAllMocks());

it('personal data of an invoice and its debtor is in no log line and no item, lost answers and refusals included', async () => {
  let printed = '';
  catchPrinted((text) => {
    printed += text;
  });
  const shop = await invoicing();
  await shop.fail('500', 'invoices.create');
  await shop.ask('POST /v1/billecta/invoices', { key: 'canary', body: invoice });
  await shop.fail('problem', 'debtors.by-number', { status: 400 });
  await shop.ask('POST /v1/billecta/debtors/searches', { body: { personalNumber: debtor.personalNumber } });
  const { body } = await shop.ask('POST /v1/billecta/debtors', { key: 'one', body: debtor });
  await shop.ask('PUT /v1/billecta/debtors/{debtorId}', {
    parameters: { debtorId: String(body['debtorId']) },
    body: { email: 'vera@example.com' },
  });
  const kept = JSON.stringify([...shop.aws.dynamo.items]);
  await shop.close();

  expect(kept).toContain('operation#');
  expect(printed).toContain('debtors.by-number');
  for (const value of [...Object.values(debtor), '12345', 'Soffa', '8001139297'])
    expect([value, kept.includes(value), printed.includes(value)]).toEqual([value, false, false]);
});
