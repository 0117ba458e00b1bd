import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectAccessible } from './axe.ts';
import { control, newPage, noBrowser, startBrowser } from './browser.ts';
import { donorVisitor } from './donor-visitor.ts';

describe.skipIf(noBrowser)('the page for donors, for everybody', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  beforeEach(() => control('POST', '/reset'));
  afterAll(() => browser.close());

  it.each<[string, BrowserContextOptions]>([
    ['light', {}],
    [
      'dark, in Swedish, on a small screen',
      { colorScheme: 'dark', locale: 'sv-SE', viewport: { width: 390, height: 844 } },
    ],
  ])('has no violation in any state: %s', async (_what, options) => {
    const page = await newPage(browser, options);
    const person = donorVisitor(page);
    await person.open();
    await expectAccessible(page, 'nothing yet');
    await person.start('198507099806');
    await page.locator('#donation-error').waitFor();
    await expectAccessible(page, 'a number refused');
    await person.start('198507099805');
    await page.locator('#qr').waitFor();
    await expectAccessible(page, 'a code to scan');
    await person.press('scan');
    await page.locator('#asked-title').waitFor();
    await expectAccessible(page, 'asked on the phone');
    await person.press('approve');
    await page.locator('#approval-text').waitFor();
    await expectAccessible(page, 'the text and the accounts');
    await person.confirm('2');
    await page.locator('#record-made').waitFor();
    await page.locator('summary').click();
    await expectAccessible(page, 'a donor, with the approval at the bank');
    await person.start();
    await page.locator('#cancel:visible').click();
    await page.locator('#traces:not(:empty)').waitFor();
    await expectAccessible(page, 'walked away');
  });

  it('sets a donor up and pauses the contract with nothing but a keyboard', async () => {
    const page = await newPage(browser);
    const person = donorVisitor(page);
    const tabTo = async (selector: string) => {
      for (let presses = 0; presses < 40; presses += 1) {
        await page.keyboard.press('Tab');
        if (await page.evaluate<boolean>(`document.activeElement.matches('${selector}')`)) return;
      }
      throw new Error(`Tab never reached ${selector}`);
    };
    await person.open();
    await tabTo('[data-sum="500"]');
    await page.keyboard.press('Enter');
    await tabTo('#donation-button');
    await page.keyboard.press('Enter');
    await person.expectFocus('flow-title');
    await page.locator('#qr').waitFor();
    await tabTo('[data-phone=scan]');
    await page.keyboard.press('Enter');
    await person.expectFocus('asked-title');
    await tabTo('[data-phone=approve]');
    await page.keyboard.press('Enter');
    // The donor's page has taken the phone's place.
    await person.expectFocus('page-title');
    await tabTo('#approval-text');
    await tabTo('[name=accountId]');
    await page.keyboard.press('Space');
    await tabTo('#confirm');
    await page.keyboard.press('Enter');
    await person.expectStatus('complete');
    await person.expectFocus('page-title');
    await person.expectRecord('contract', /running/);
    await page.locator('#record').focus();
    await tabTo('[data-donation=pause]');
    await page.keyboard.press('Enter');
    await person.expectRecord('contract', /paused/);
    expect(await page.evaluate<boolean>('document.activeElement.matches("[data-donation=pause]")')).toBe(true);
  });

  it('does not need more width than a small phone has', async () => {
    const page = await newPage(browser, { viewport: { width: 320, height: 640 } });
    const person = donorVisitor(page);
    const width = () => page.evaluate<number>('document.documentElement.scrollWidth');
    await person.open();
    await person.start();
    await page.locator('#qr').waitFor();
    expect(await width()).toBeLessThanOrEqual(320);
    await person.press('scan');
    await person.press('approve');
    await page.locator('#approval-text').waitFor();
    expect(await width()).toBeLessThanOrEqual(320);
    await person.confirm('1');
    await page.locator('#record-made').waitFor();
    expect(await width()).toBeLessThanOrEqual(320);
  });
});
