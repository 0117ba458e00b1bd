import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible } from './axe.ts';
import { newPage, noBrowser, startBrowser } from './browser.ts';
import { visitor, type Job } from './visitor.ts';

describe.skipIf(noBrowser)('the demo for everybody', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  it.each<[string, Job, BrowserContextOptions]>([
    ['log in, light', 'authentication', {}],
    ['sign, dark, in Swedish', 'signature', { colorScheme: 'dark', locale: 'sv-SE' }],
    ['find account, on a small screen', 'lookup', { viewport: { width: 390, height: 844 } }],
    ['find account, dark', 'lookup', { colorScheme: 'dark' }],
  ])('has no violation in any state: %s', async (_what, job, options) => {
    const page = await newPage(browser, options);
    const person = visitor(page);
    await person.open();
    await person.choose(job);
    await expectAccessible(page, 'form');
    await person.start();
    await person.seeCode();
    await expectAccessible(page, 'code');
    await person.press('away');
    await expectAccessible(page, 'phone put away');
    await person.press('back');
    await person.press('scan');
    await page.locator('#asked-title').waitFor();
    await page.locator('#qr').waitFor({ state: 'hidden' });
    await expectAccessible(page, 'app open');
    await person.press('approve');
    await person.outcome();
    await expectAccessible(page, 'outcome');
  });

  it.each(['light', 'dark'] as const)('has no violation when something fails, %s', async (colorScheme) => {
    const page = await newPage(browser, { colorScheme });
    const person = visitor(page);
    await person.open();
    await person.choose('lookup');
    await page.locator('input[name=personalNumber]').fill('123');
    await person.start();
    await page.locator('#error').waitFor();
    await expectAccessible(page, 'refused');
    await person.choose('authentication');
    await person.start();
    await page.locator('#launch').click();
    await page.locator('#launched').waitFor();
    await expectAccessible(page, 'launched');
    await person.press('decline');
    await person.outcome();
    await expectAccessible(page, 'declined');
  });

  it('logs in with nothing but a keyboard', async () => {
    const page = await newPage(browser);
    const person = visitor(page);
    const tabTo = async (selector: string) => {
      for (let presses = 0; presses < 30; presses += 1) {
        await page.keyboard.press('Tab');
        if (await page.evaluate<boolean>(`document.activeElement.matches('${selector}')`)) return;
      }
      throw new Error(`Tab never reached ${selector}`);
    };
    await person.open();
    await tabTo('input[name=job]');
    await tabTo('#start [type=submit]');
    await page.keyboard.press('Enter');
    await person.expectFocus('flow-title');
    await person.seeCode();
    await tabTo('[data-phone=scan]');
    await page.keyboard.press('Enter');
    await person.expectFocus('asked-title');
    await tabTo('[data-phone=approve]');
    await page.keyboard.press('Enter');
    await person.expectFocus('outcome-title');
    expect(await person.outcome()).toMatch(/^Welcome/);
    await tabTo('#again');
    await page.keyboard.press('Enter');
    await person.expectFocus('job');
  });

  it('does not need more width than a small phone has', async () => {
    const page = await newPage(browser, { viewport: { width: 320, height: 640 } });
    const person = visitor(page);
    await person.open();
    await person.start();
    await person.seeCode();
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
  });
});
