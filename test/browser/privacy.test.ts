import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stack } from '../stack.ts';
import { demoUrl, newPage, noBrowser, startBrowser } from './browser.ts';
import { visitor } from './visitor.ts';

describe.skipIf(noBrowser)('what the browser never gets', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  it('is the API key; and the panel shows no personal number', async () => {
    const page = await newPage(browser);
    const traffic: Promise<string>[] = [];
    const outcomes: string[] = [];
    page.on('request', (request) => {
      traffic.push(
        request.allHeaders().then((headers) => [request.url(), JSON.stringify(headers), request.postData()].join('\n')),
      );
    });
    page.on('response', (response) => {
      // A preflight has no body to read.
      const body = response.text().catch(() => '');
      traffic.push(
        Promise.all([response.allHeaders(), body]).then(([headers, text]) => {
          if (response.url().includes('/shop/outcomes/')) outcomes.push(text);
          return JSON.stringify(headers) + text;
        }),
      );
    });
    const person = visitor(page);
    await person.scanFor('lookup');
    await person.press('approve');
    await person.outcome();
    const everything = [...(await Promise.all(traffic)), await page.content()].join('\n');
    expect(everything).toContain('/progress');
    expect(everything).not.toContain(stack.apiKey);
    expect(outcomes.join()).toContain('••••');
    expect(outcomes.join()).not.toMatch(/\d{12}/);
    expect(await page.locator('.calls').innerText()).toContain('/v1/billecta/bank-accounts/lookups');
    expect(await page.locator('.calls').innerText()).not.toMatch(/\d{8}-?\d{4}/);
  });

  it('is another visitor’s outcome', async () => {
    const page = await newPage(browser);
    const outcome = page.waitForResponse((response) => response.url().includes('/shop/outcomes/'));
    const person = visitor(page);
    await person.scanFor('authentication');
    await person.press('approve');
    const answer = await outcome;
    expect(answer.status()).toBe(200);
    expect((await fetch(answer.url())).status).toBe(404);
  });

  it('is a page that allows inline code, or a shop that serves other origins', async () => {
    const page = await fetch(demoUrl());
    expect(page.headers.get('content-security-policy')).toMatch(/default-src 'none'/);
    expect(page.headers.get('content-security-policy')).not.toContain('unsafe-inline');
    const foreign = await fetch(`${demoUrl()}/shop/authentications`, {
      method: 'POST',
      headers: { origin: 'https://example.com', 'content-type': 'application/json' },
      body: '{}',
    });
    expect(foreign.status).toBe(403);
  });
});
