import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { newPageWithClock, noBrowser } from './browser.ts';
import { visitor } from './visitor.ts';

const turn = (page: Page, visibility: 'hidden' | 'visible') =>
  page.evaluate(`
    Object.defineProperty(document, 'visibilityState', { value: '${visibility}', configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  `);

describe.skipIf(noBrowser)('the page’s reads', () => {
  it('rest in the background, catch up with one read, and go on once a second', async () => {
    const page = await newPageWithClock();
    let asked = 0;
    let answered = 0;
    const isRead = (url: string, method: string) => method === 'GET' && url.endsWith('/progress');
    page.on('request', (request) => (asked += Number(isRead(request.url(), request.method()))));
    page.on('requestfinished', (request) => (answered += Number(isRead(request.url(), request.method()))));
    const person = visitor(page);
    await person.open();
    await person.start();
    await person.seeCode();
    await expect.poll(() => answered, { timeout: 20_000 }).toBeGreaterThan(1);

    await turn(page, 'hidden');
    await expect.poll(() => asked - answered, { timeout: 20_000 }).toBe(0);
    const before = asked;
    await page.clock.fastForward(10_000);
    await page.clock.pauseAt(Date.now() + 60_000);
    expect(asked).toBe(before);

    await turn(page, 'visible');
    await expect.poll(() => answered, { timeout: 20_000 }).toBe(before + 1);
    await page.clock.runFor(900);
    expect(asked).toBe(before + 1);
    await expect
      .poll(
        async () => {
          await page.clock.runFor(100);
          return asked;
        },
        { timeout: 20_000 },
      )
      .toBe(before + 2);
  });
});
