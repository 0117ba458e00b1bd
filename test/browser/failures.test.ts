import type { Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { control, newPage, noBrowser } from './browser.ts';
import { visitor } from './visitor.ts';

describe.skipIf(noBrowser)('the demo when it does not go well', () => {
  let page: Page;
  let person: ReturnType<typeof visitor>;
  beforeEach(async () => {
    page = await newPage();
    person = visitor(page);
  });
  afterEach(() => control('DELETE', '/faults'));

  it('says so when the person declines, and starts again', async () => {
    await person.scanFor('authentication');
    await person.press('decline');
    expect(await person.outcome()).toMatch(/did not go through|Cancelled/);
    expect(await page.locator('#outcome-text').innerText()).not.toBe('');
    await page.locator('#again').click();
    await person.expectFocus('job');
    await person.start();
    await person.seeCode();
    expect(await page.locator('#outcome').isVisible()).toBe(false);
  });

  it('says so when there is no BankID app', async () => {
    await person.open();
    await person.start();
    await person.seeCode();
    await person.press('no-app');
    expect(await person.outcome()).toBe('It did not go through');
    expect(await page.locator('#outcome-text').innerText()).not.toBe('');
  });

  it('cancels on the page', async () => {
    await person.open();
    await person.start();
    await person.seeCode();
    await page.locator('#cancel').click();
    expect(await person.outcome()).toBe('Cancelled');
    await person.expectFocus('outcome-title');
  });

  it('tells what happens when the person walks away, and lets them come back', async () => {
    await person.scanFor('authentication');
    await person.press('away');
    await page.locator('#away-text').waitFor();
    expect(await page.locator('#away-text').innerText()).toContain('three minutes');
    await person.press('back');
    await person.press('approve');
    expect(await person.outcome()).toMatch(/^Welcome/);
  });

  it.each([
    // One more than is needed: an order of an earlier test that nobody opened may be started anew just now.
    ['is down', { kind: '500', count: 2, operation: 'start' }],
    ['refuses', { kind: '429', count: 2, operation: 'start', retryAfterSeconds: 1 }],
  ])('explains that the provider %s at the start', async (_trouble, fault) => {
    await person.open();
    await control('POST', '/faults', fault);
    await person.start();
    await page.locator('#error').waitFor();
    expect(await page.locator('#error').innerText()).toMatch(/could not be started[\s\S]*try again/);
    await person.expectFocus('error');
    await control('DELETE', '/faults');
    await expect
      .poll(
        async () => {
          await person.start();
          await page.locator('#qr, #error').locator('visible=true').first().waitFor();
          return page.locator('#qr').isVisible();
        },
        { timeout: 30_000, interval: 1000 },
      )
      .toBe(true);
  });

  it('marks the field that was not accepted', async () => {
    await person.open();
    await person.choose('lookup');
    await page.locator('input[name=personalNumber]').fill('123');
    await person.start();
    await person.expectFocus('personalNumber');
    expect(await page.locator('input[name=personalNumber]').getAttribute('aria-invalid')).toBe('true');
    expect(await page.locator('#error').innerText()).toContain('not accepted');
  });

  it('scans the next frame when the first was too old', async () => {
    await person.open();
    await person.start();
    await person.seeCode();
    let refused = false;
    await page.route('**/phone/scan', async (route) => {
      if (refused) return route.continue();
      refused = true;
      return route.fulfill({ status: 409, contentType: 'application/problem+json', body: '{}' });
    });
    await person.press('scan');
    await page.locator('#asked-title').waitFor();
    expect(refused).toBe(true);
  });

  it('keeps trying while Sluss does not answer', async () => {
    await person.open();
    await person.start();
    await person.seeCode();
    await page.route('**/progress', (route) => route.abort());
    await expect.poll(() => page.locator('#message').innerText(), { timeout: 20_000 }).toContain('keep trying');
    await page.unroute('**/progress');
    await expect.poll(() => page.locator('#message').innerText(), { timeout: 20_000 }).not.toContain('keep trying');
  });
});
