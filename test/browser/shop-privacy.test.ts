import { beforeEach, describe, expect, it } from 'vitest';
import { stack } from '../stack.ts';
import { demoUrl, newPage, noBrowser } from './browser.ts';
import { resetProvider, shopVisitor } from './shop-visitor.ts';

const isThere = stack.simulators['swedbank-pay'] !== undefined;

describe.skipIf(noBrowser || !isThere)('what the browser never gets in the shop corner', () => {
  beforeEach(resetProvider);

  it('is the API key, nor the address at which the provider rings', async () => {
    const page = await newPage();
    const answers: Promise<string>[] = [];
    page.on('response', (response) => {
      const { pathname, origin } = new URL(response.url());
      // A stream has no end to wait for.
      if (origin !== demoUrl() || pathname.endsWith('/events')) return;
      const body = response.text().catch(() => '');
      answers.push(
        Promise.all([response.allHeaders().catch(() => ({})), body]).then(
          ([headers, text]) => JSON.stringify(headers) + text,
        ),
      );
    });
    const person = shopVisitor(page);
    await person.open();
    await person.payOnHostedPage();
    await expect.poll(() => page.locator('#causes').innerText(), { timeout: 20_000 }).toContain('Authorization');
    const everything = [...(await Promise.all(answers)), await page.content()].join('\n');
    expect(everything).toContain('/v1/swedbank-pay/payments');
    expect(everything).not.toContain(stack.apiKey);
    expect(everything).not.toContain('/callbacks/');
  });
});
