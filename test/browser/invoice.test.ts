import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stack } from '../stack.ts';
import { control, demoUrl, newPage, noBrowser } from './browser.ts';
import { holdAnswers } from './held-answer.ts';
import { invoiceVisitor, reachable, unreachable } from './invoice-visitor.ts';

/** How often the simulated Billecta has been asked to do something. */
async function callsOf(operation: string): Promise<number> {
  const answer = await fetch(`${stack.simulators.billecta ?? ''}/_simulator/statistics`);
  const { calls } = (await answer.json()) as { calls: Record<string, number> };
  return calls[operation] ?? 0;
}

describe.skipIf(noBrowser)('the page that sends invoices', () => {
  let page: Page;
  let merchant: ReturnType<typeof invoiceVisitor>;
  beforeEach(async () => {
    await control('POST', '/reset');
    page = await newPage();
    merchant = invoiceVisitor(page);
    await merchant.open();
  });
  afterEach(() => control('DELETE', '/faults'));

  it('is found from the front page', async () => {
    await page.goto(demoUrl());
    await page.getByRole('link', { name: 'Send an invoice' }).click();
    await page.getByRole('heading', { name: 'Send an invoice' }).waitFor();
    expect(await page.locator('.pages [aria-current]').innerText()).toBe('Send an invoice');
  });

  it('sends with Kivra to whom Kivra reaches, and shows what arrives', async () => {
    expect(await page.locator('input[value=kivra]').isDisabled()).toBe(true);
    await merchant.askAbout(reachable);
    await merchant.deliverBy('kivra');
    await merchant.send();
    await merchant.expectStage('sent');
    expect(await merchant.facts()).toMatch(/Number\s+1\s[\s\S]*Kivra[\s\S]*Total\s+SEK 5,250\.00/);
    const [letter] = await merchant.letters(1);
    expect(letter).toMatch(
      /^Kivra\s+Invoice 1\s+SEK 5,250\.00\s+Berth 14, one season[\s\S]*OCR 18[\s\S]*To Tova Exempel$/,
    );
    expect(await page.locator('#made-events').innerText()).toMatch(/Created[\s\S]*Attested[\s\S]*Sent/);
  });

  it('keeps Kivra closed for whom it does not reach, and sends by email', async () => {
    await merchant.askAbout(reachable);
    await merchant.deliverBy('kivra');
    await merchant.askAbout(unreachable);
    expect(await page.locator('#kivra-verdict').innerText()).toContain('another way');
    expect(await page.locator('input[value=kivra]').isDisabled()).toBe(true);
    expect(await page.locator('input[value=email]').isChecked()).toBe(true);
    await page.locator('[name="debtor.email"]').fill('vera.ny@example.com');
    await merchant.send();
    const [letter] = await merchant.letters(1);
    // The customer was there since Kivra was asked: the new address has reached Billecta before the invoice.
    expect(letter).toMatch(/^Email[\s\S]*To vera\.ny@example\.com$/);
  });

  it('asks Kivra anew when another number is typed', async () => {
    await merchant.askAbout(reachable);
    await page.locator('[name="debtor.personalNumber"]').fill(unreachable);
    expect(await page.locator('#kivra-verdict').innerText()).toBe('');
    expect(await page.locator('input[value=kivra]').isDisabled()).toBe(true);
  });

  it('sends an e-invoice of several rows to the chosen bank', async () => {
    await page.locator('#add-row').click();
    await page.locator('[name="rows.1.description"]').fill('El');
    await page.locator('[name="rows.1.unitPrice"]').fill('12.50');
    await page.locator('[name="rows.1.vat"]').selectOption('6');
    await page.locator('[name="rows.1.quantity"]').fill('10');
    await merchant.deliverBy('e-invoice');
    await page.locator('[name="debtor.eInvoiceBank"]').selectOption({ label: 'Handelsbanken' });
    await merchant.send();
    const [letter] = await merchant.letters(1);
    expect(letter).toMatch(/^E-invoice in Handelsbanken[\s\S]*Berth 14, one season, El[\s\S]*To Handelsbanken$/);
    expect(await merchant.facts()).toMatch(/Total\s+SEK 5,383\.00/);
  });

  // The same after a crash takes the 35 s of the request's lease: test/unit/billecta/invoice-in-one.test.ts has it.
  it('resumes after trouble at the last step, and makes no second invoice', async () => {
    await merchant.send('busy');
    expect(await merchant.exists()).toEqual([
      'the customer',
      'the article of row 1',
      'the invoice, as a draft: nothing is sent or booked',
    ]);
    expect(await page.locator('#send-error').innerText()).toContain('It was not sent');
    await merchant.expectStage('created');
    await merchant.resume();
    await merchant.expectStage('sent');
    expect(await merchant.letters(1)).toHaveLength(1);
    expect(await page.locator('#broken').isVisible()).toBe(false);
    expect(await callsOf('invoices.create')).toBe(1);
    expect(await callsOf('debtors.create')).toBe(1);
  });

  it('cancels the draft that trouble has left behind', async () => {
    await merchant.send('busy');
    await merchant.expectStage('created');
    await merchant.act('cancel');
    await expect.poll(() => page.locator('#made-empty').innerText()).toContain('The draft is gone');
    expect(await page.locator('#broken').isVisible()).toBe(false);
    expect(new URL(page.url()).search).toBe('');
    await merchant.send();
    await merchant.expectStage('sent');
  });

  it('credits a part, has the rest paid, and closes the invoice', async () => {
    await merchant.send();
    await merchant.expectStage('sent');
    expect(await page.locator('#deed-amount').inputValue()).toBe('5250.00');
    await page.locator('#deed-amount').fill('250');
    await merchant.act('credit');
    await expect.poll(() => merchant.facts()).toMatch(/Credited\s+SEK 250\.00\s+Left to pay\s+SEK 5,000\.00/);
    await expect.poll(() => page.locator('#deed-amount').inputValue()).toBe('5000.00');
    await merchant.act('payment');
    await merchant.expectStage('completed');
    expect(await merchant.facts()).toMatch(/Paid\s+SEK 5,000\.00/);
    expect(await page.locator('[data-invoice=credit]').getAttribute('aria-disabled')).toBe('true');
  });

  it('keeps the amount that is typed while a part is being credited', async () => {
    await merchant.send();
    await merchant.expectStage('sent');
    const answer = await holdAnswers(page, '**/credit');
    await page.locator('#deed-amount').fill('250');
    await merchant.act('credit');
    await page.locator('#deed-amount').fill('12.50');
    answer();
    await expect.poll(() => merchant.facts()).toMatch(/Credited\s+SEK 250\.00/);
    await page.locator('[data-invoice=credit][aria-disabled=false]').waitFor();
    expect(await page.locator('#deed-amount').inputValue()).toBe('12.50');
  });

  it('says in words why no more is credited than is left', async () => {
    await merchant.send();
    await merchant.expectStage('sent');
    await page.locator('#deed-amount').fill('9999');
    await merchant.act('credit');
    await page.locator('#deed-error').waitFor();
    expect(await page.locator('#deed-error').innerText()).toMatch(/It was not done[\s\S]*provider-invalid-input: /);
  });

  it('hands the PDF over', async () => {
    await merchant.send();
    await merchant.expectStage('sent');
    const download = page.waitForEvent('download');
    await merchant.act('pdf');
    const file = await download;
    expect(file.suggestedFilename()).toBe('1.pdf');
    expect(readFileSync(await file.path(), 'latin1')).toMatch(/^%PDF-/);
  });

  it('marks the field that was not accepted', async () => {
    await page.locator('[name="debtor.personalNumber"]').fill('123');
    await merchant.send('busy');
    await page.locator('#send-error').waitFor();
    const field = page.locator('[name="debtor.personalNumber"]');
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    expect(await page.evaluate<string>('document.activeElement.name')).toBe('debtor.personalNumber');
    expect(await page.locator('#broken').isVisible()).toBe(false);
    // The trouble that was ordered with it has not stayed behind.
    await page.locator('[name="debtor.personalNumber"]').fill(reachable);
    await merchant.send();
    await merchant.expectStage('sent');
  });

  it('finds the invoice again after a reload, and shows it to nobody else', async () => {
    await merchant.send();
    await merchant.expectStage('sent');
    await page.reload();
    await merchant.expectStage('sent');
    await merchant.letters(1);
    const stranger = await newPage();
    await stranger.goto(page.url());
    await expect.poll(() => stranger.locator('#made-empty').innerText()).toBe('There is no such invoice of yours.');
    expect(await stranger.locator('#mail li').count()).toBe(0);
  });

  it('lists the calls that it makes', async () => {
    await merchant.askAbout(reachable);
    await merchant.send();
    await merchant.expectStage('sent');
    const calls = await page.locator('#calls').innerText();
    for (const call of [
      /POST \/v1\/billecta\/debtors\n/,
      /GET \/v1\/billecta\/debtors\/….{4}\/kivra/,
      /POST \/v1\/billecta\/invoices\n/,
    ])
      expect(calls).toMatch(call);
  });

  it('speaks Swedish', async () => {
    await page.getByRole('button', { name: 'Svenska' }).click();
    expect(await page.title()).toBe('Sluss – Skicka en faktura');
    expect(await page.locator('[name="rows.0.description"]').inputValue()).toBe('Båtplats 14, en säsong');
    await merchant.send();
    await merchant.expectStage('sent');
    expect(await page.locator('#stage').innerText()).toBe('skickad');
    expect(await merchant.facts()).toMatch(/Summa\s+5 250,00 SEK/);
  });
});
