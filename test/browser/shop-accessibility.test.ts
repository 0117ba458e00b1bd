import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { stack } from '../stack.ts';
import { expectAccessible } from './axe.ts';
import { newPage, noBrowser, startBrowser } from './browser.ts';
import { resetProvider, shopVisitor } from './shop-visitor.ts';

const isThere = stack.simulators['swedbank-pay'] !== undefined;

describe.skipIf(noBrowser || !isThere)('the shop corner for everybody', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  beforeEach(resetProvider);
  afterAll(() => browser.close());

  it.each<[string, BrowserContextOptions]>([
    ['light', {}],
    ['dark, in Swedish', { colorScheme: 'dark', locale: 'sv-SE' }],
    ['on a small screen', { viewport: { width: 390, height: 844 } }],
  ])('has no violation in any state: %s', async (_what, options) => {
    const page = await newPage(browser, options);
    const person = shopVisitor(page);
    await person.open();
    await expectAccessible(page, 'nothing yet');
    await person.way('seamless').click();
    await person.choice('complete').waitFor();
    await expectAccessible(page, 'payment view');
    await person.choice('complete').click();
    await person.expectState('authorized');
    await page.locator('#bell').click();
    await page.locator('#bell[aria-pressed=true]').waitFor();
    await person.act('capture-part');
    await page.locator('#events li').nth(3).waitFor();
    await expectAccessible(page, 'captured');
    await person.act('reverse-part');
    await person.act('reverse-part');
    await person.act('reverse-part');
    await page.locator('#desk-error').waitFor();
    await expectAccessible(page, 'refused');
  });

  it('pays and captures with nothing but a keyboard', async () => {
    const page = await newPage(browser);
    const person = shopVisitor(page);
    const tabTo = async (selector: string) => {
      for (let presses = 0; presses < 40; presses += 1) {
        await page.keyboard.press('Tab');
        if (await page.evaluate<boolean>(`document.activeElement.matches('${selector}')`)) return;
      }
      throw new Error(`Tab never reached ${selector}`);
    };
    await person.open();
    await tabTo('[data-way=redirect]');
    await page.keyboard.press('Enter');
    await page.locator('form[action$="/complete"] button').waitFor();
    await tabTo('form[action$="/complete"] button');
    await page.keyboard.press('Enter');
    await person.expectState('authorized');
    await tabTo('[data-deed=capture-part]');
    await page.keyboard.press('Enter');
    await person.expectState('partly-captured');
    // The button that was pressed keeps the focus, whatever it may do next.
    expect(await page.evaluate<boolean>(`document.activeElement.matches('[data-deed=capture-part]')`)).toBe(true);
  });

  it('moves the focus out of the payment view when it closes', async () => {
    const page = await newPage(browser);
    const person = shopVisitor(page);
    await person.open();
    await person.way('seamless').click();
    await person.choice('complete').click();
    await person.expectState('authorized');
    await expect.poll(() => page.evaluate<string>('document.activeElement.id')).toBe('standing');
  });

  it('does not need more width than a small phone has', async () => {
    const page = await newPage(browser, { viewport: { width: 320, height: 640 } });
    const person = shopVisitor(page);
    await person.open();
    await person.payOnHostedPage();
    await page.locator('#events li').first().waitFor();
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
  });
});
