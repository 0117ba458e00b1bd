import { beforeEach, describe, expect, it } from 'vitest';
import { stack } from '../stack.ts';
import { demoUrl, newPage, noBrowser } from './browser.ts';
import { resetProvider, shopVisitor } from './shop-visitor.ts';
import { trafficOf } from './traffic.ts';

const isThere = stack.simulators['swedbank-pay'] !== undefined;

describe.skipIf(noBrowser || !isThere)('what the browser never gets in the shop corner', () => {
  beforeEach(resetProvider);

  it('is the API key, nor the address at which the provider rings', async () => {
    const page = await newPage();
    const traffic = trafficOf(page, ({ origin }) => origin === demoUrl());
    const person = shopVisitor(page);
    await person.open();
    await person.payOnHostedPage();
    await expect.poll(() => page.locator('#causes').innerText(), { timeout: 20_000 }).toContain('Authorization');
    const everything = (await traffic.answers()) + (await page.content());
    expect(everything).toContain('/v1/swedbank-pay/payments');
    expect(everything).not.toContain(stack.apiKey);
    expect(everything).not.toContain('/callbacks/');
  });
});
