import { describe, expect, it } from 'vitest';
import { stack } from '../stack.ts';
import { demoUrl, newPage, noBrowser } from './browser.ts';
import { invoiceVisitor, reachable } from './invoice-visitor.ts';
import { trafficOf } from './traffic.ts';
import { visitor } from './visitor.ts';

const provider = stack.simulators['swedbank-pay'];

describe.skipIf(noBrowser)('what the browser never gets', () => {
  it('is the API key; and the panel shows no personal number', async () => {
    const page = await newPage();
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
        Promise.all([response.allHeaders().catch(() => ({})), body]).then(([headers, text]) => {
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
    const page = await newPage();
    const person = visitor(page);
    await person.scanFor('authentication');
    const outcome = page.waitForResponse((response) => response.url().includes('/shop/outcomes/'));
    const [answer] = await Promise.all([outcome, person.press('approve')]);
    expect(answer.status()).toBe(200);
    expect((await fetch(answer.url())).status).toBe(404);
  });

  it.runIf(provider !== undefined)(
    'is another page’s script, but for the provider’s own in the shop corner',
    async () => {
      const policyAt = async (path: string) =>
        (await fetch(demoUrl() + path)).headers.get('content-security-policy') ?? '';
      expect(await policyAt('/')).toContain("script-src 'self';");
      expect(await policyAt('/')).not.toContain('frame-src');
      expect(await policyAt('/shop')).toContain(`script-src 'self' ${provider ?? ''};`);
      expect(await policyAt('/shop')).toContain(`frame-src ${provider ?? ''};`);
    },
  );

  it('is the API key on the page that sends invoices; and no address and no storage holds the person', async () => {
    const page = await newPage();
    const traffic = trafficOf(page);
    const merchant = invoiceVisitor(page);
    await merchant.open();
    await merchant.askAbout(reachable);
    await merchant.send();
    await merchant.letters(1);
    const everything = (await traffic.answers()) + (await page.content());
    expect(everything).toContain('/v1/billecta/invoices');
    expect(everything).not.toContain(stack.apiKey);
    const outside = await traffic.traces();
    expect(page.url()).toContain('?invoiceId=');
    for (const personal of [reachable, 'Tova', 'tova', 'Bryggv']) expect(outside).not.toContain(personal);
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
