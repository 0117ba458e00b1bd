import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectAccessible } from './axe.ts';
import { control, newPage, noBrowser, startBrowser } from './browser.ts';
import { invoiceVisitor, reachable } from './invoice-visitor.ts';

describe.skipIf(noBrowser)('the page that sends invoices, for everybody', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  beforeEach(() => control('POST', '/reset'));
  afterEach(() => control('DELETE', '/faults'));
  afterAll(() => browser.close());

  it.each<[string, BrowserContextOptions]>([
    ['light', {}],
    [
      'dark, in Swedish, on a small screen',
      { colorScheme: 'dark', locale: 'sv-SE', viewport: { width: 390, height: 844 } },
    ],
  ])('has no violation in any state: %s', async (_what, options) => {
    const page = await newPage(browser, options);
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
    const page = await newPage(browser);
    const merchant = invoiceVisitor(page);
    const tabTo = async (selector: string) => {
      for (let presses = 0; presses < 40; presses += 1) {
        await page.keyboard.press('Tab');
        if (await page.evaluate<boolean>(`document.activeElement.matches('${selector}')`)) return;
      }
      throw new Error(`Tab never reached ${selector}`);
    };
    await merchant.open();
    await tabTo('#ask-kivra');
    await page.keyboard.press('Enter');
    await page.locator('input[value=kivra]:enabled').waitFor();
    await tabTo('input[name=delivery]');
    await page.keyboard.press('ArrowRight');
    expect(await page.locator('input[value=kivra]').isChecked()).toBe(true);
    await tabTo('#add-row');
    await page.keyboard.press('Enter');
    await page.keyboard.type('El');
    await page.keyboard.press('Tab');
    await page.keyboard.type('12');
    await tabTo('#send-button');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.evaluate<string>('document.activeElement.id'), { timeout: 20_000 }).toBe('invoice');
    await merchant.expectStage('sent');
    await tabTo('[data-invoice=credit]');
    await page.keyboard.press('Enter');
    await merchant.expectStage('completed');
    // The button that was pressed keeps the focus, whatever it may do next.
    expect(await page.evaluate<boolean>(`document.activeElement.matches('[data-invoice=credit]')`)).toBe(true);
  });

  it('leads from a removed row to the last that is left, and from a cancelled draft to its card', async () => {
    const page = await newPage(browser);
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

  it('does not need more width than a small phone has', async () => {
    const page = await newPage(browser, { viewport: { width: 320, height: 640 } });
    const merchant = invoiceVisitor(page);
    await merchant.open();
    await page.locator('#add-row').click();
    await page.locator('[name="rows.1.description"]').fill('El');
    await page.locator('[name="rows.1.unitPrice"]').fill('12.50');
    await merchant.send();
    await merchant.letters(1);
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
  });
});
