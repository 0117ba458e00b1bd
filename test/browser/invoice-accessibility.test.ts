import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { expectAccessible } from './axe.ts';
import { control, newPage, noBrowser } from './browser.ts';
import { hasFocus, keyboard, looks } from './everybody.ts';
import { invoiceVisitor, reachable } from './invoice-visitor.ts';

describe.skipIf(noBrowser)('the page that sends invoices, for everybody', () => {
  beforeEach(() => control('POST', '/reset'));
  afterEach(() => control('DELETE', '/faults'));

  it.each(looks)('has no violation in any state: %s', async (_what, options) => {
    const page = await newPage(options);
    const merchant = invoiceVisitor(page);
    await merchant.open();
    await expectAccessible(page, 'form');
    await merchant.askAbout(reachable);
    await merchant.deliverBy('e-invoice');
    await page.locator('#add-row').click();
    await page.locator('[name="rows.1.description"]').fill('El');
    await page.locator('[name="rows.1.unitPrice"]').fill('12.50');
    await expectAccessible(page, 'Kivra asked, a bank to choose, two rows');
    await merchant.send('busy');
    await merchant.expectStage('created');
    await expectAccessible(page, 'broken off');
    await merchant.resume();
    await merchant.letters(1);
    await page.locator('#deed-amount').fill('9999');
    await merchant.act('credit');
    await page.locator('#deed-error').waitFor();
    await expectAccessible(page, 'sent, and a credit refused');
  });

  it('asks Kivra, sends and credits with nothing but a keyboard', async () => {
    const page = await newPage();
    const merchant = invoiceVisitor(page);
    const { tabTo, enter } = keyboard(page);
    await merchant.open();
    await enter('#ask-kivra');
    await page.locator('input[value=kivra]:enabled').waitFor();
    await tabTo('input[name=delivery]');
    await page.keyboard.press('ArrowRight');
    expect(await page.locator('input[value=kivra]').isChecked()).toBe(true);
    await enter('#add-row');
    await page.keyboard.type('El');
    await page.keyboard.press('Tab');
    await page.keyboard.type('12');
    await enter('#send-button');
    await expect.poll(() => page.evaluate<string>('document.activeElement.id'), { timeout: 20_000 }).toBe('invoice');
    await merchant.expectStage('sent');
    await enter('[data-invoice=credit]');
    await merchant.expectStage('completed');
    // The button that was pressed keeps the focus, whatever it may do next.
    expect(await hasFocus(page, '[data-invoice=credit]')).toBe(true);
  });

  it('leads from a removed row to the last that is left, and from a cancelled draft to its card', async () => {
    const page = await newPage();
    const merchant = invoiceVisitor(page);
    await merchant.open();
    const focused = () => page.evaluate<string>('document.activeElement.name');
    await page.locator('#add-row').click();
    await expect.poll(focused).toBe('rows.1.description');
    await page.getByRole('button', { name: 'Remove row 2' }).click();
    await expect.poll(focused).toBe('rows.0.description');
    await merchant.send('busy');
    await expect.poll(() => page.evaluate<string>('document.activeElement.id')).toBe('send-error');
    await merchant.act('cancel');
    await expect.poll(() => page.evaluate<string>('document.activeElement.id')).toBe('invoice');
  });
});
