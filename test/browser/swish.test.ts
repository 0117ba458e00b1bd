import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { stack } from '../stack.ts';
import { demoUrl, newPage, noBrowser } from './browser.ts';
import { holdAnswers } from './held-answer.ts';
import { resetSwish, swishVisitor } from './swish-visitor.ts';
import { trafficOf } from './traffic.ts';

const isThere = stack.simulators.swish !== undefined;

describe.skipIf(noBrowser || !isThere)('the page for Swish', () => {
  let page: Page;
  let person: ReturnType<typeof swishVisitor>;
  beforeEach(async () => {
    await resetSwish();
    page = await newPage();
    person = swishVisitor(page);
    await person.open();
  });

  it('is found from the front page and from the invoices, and is paid by a code', async () => {
    await page.goto(demoUrl());
    await page.getByRole('link', { name: 'Swish directly' }).click();
    await page.getByRole('link', { name: 'Pay an invoice with Swish through Billecta' }).click();
    await page.getByRole('link', { name: 'Pay with Swish directly' }).click();
    await page.getByRole('heading', { name: 'Pay with Swish directly' }).waitFor();
    await person.field('amount').fill('125.50');
    await person.field('message').fill('Order 7');
    await person.ask('swish');
    await page.locator('#swish-code').waitFor();
    expect(await page.locator('#swish-link').getAttribute('href')).toMatch(/^swish:\/\/paymentrequest\?token=\w+$/);
    await person.press('scan');
    await page.locator('[data-payer=approve]').waitFor();
    expect(await page.locator('.phone').innerText()).toMatch(/SEK\s125\.50\s+To Slussholmen: Order 7/);
    await person.press('approve');
    await person.expectStatus('complete');
    await person.expectState('captured');
    await person.expectEvents(['Payment: captured', 'Sale SEK 125.50: completed']);
    expect(await page.locator('#swish-open').isVisible()).toBe(false);
  });

  it('is paid by number; and no address, no storage and no list of calls has the number, nor the browser the API key', async () => {
    const traffic = trafficOf(page);
    await person.payByNumber();
    const got = await traffic.answers();
    expect(got).toContain('/v1/swish/payments');
    expect(got).not.toContain(stack.apiKey);
    const everywhere = got + (await traffic.traces());
    expect(everywhere).not.toMatch(/1740605|174 06 05/);
  });

  it('says in the visitor’s language that the customer declined, and the ledger why', async () => {
    await page.getByRole('button', { name: 'Svenska' }).click();
    await expect.poll(() => page.title()).toBe('Sluss – Betala med Swish direkt');
    expect(await person.field('message').inputValue()).toBe('Gästplats, två nätter');
    await person.ask('swish-number');
    await person.press('decline');
    await person.expectStatus('failed');
    expect(await page.locator('#paid-message').innerText()).toBe('Du valde att inte betala i Swish.');
    await person.expectState('failed');
    expect(await page.locator('#reason').innerText()).toBe('Varför: DECLINED');
  });

  it('is cancelled by the merchant, and the customer can pay no more', async () => {
    await person.ask('swish-number');
    await page.locator('[data-payer=approve]').waitFor();
    await person.act('cancel');
    await person.expectState('aborted');
    await person.expectStatus('cancelled');
    expect(await page.locator('.phone').getAttribute('data-shows')).toBe('done');
    expect(await page.locator('[data-swish][aria-disabled=false]').count()).toBe(0);
  });

  it('pays some back, and marks what is more than is left', async () => {
    await person.payByNumber();
    await person.refund('100');
    await person.expectState('partly-reversed');
    await expect
      .poll(() => page.locator('#amounts').innerText())
      .toMatch(/Reversed\s+SEK\s100\.00[\s\S]*Left to reverse\s+SEK\s380\.00/);
    await person.refund('380.01');
    await page.locator('#desk-error').waitFor();
    await person.expectFocus('amount');
    expect(await page.locator('#desk [name=amount]').getAttribute('aria-invalid')).toBe('true');
    await person.refund('380');
    await person.expectState('reversed');
  });

  it('keeps the amount that is typed while some is being paid back', async () => {
    await person.payByNumber();
    const answer = await holdAnswers(page, '**/refund');
    await person.refund('100');
    await page.locator('#desk [name=amount]').fill('25.50');
    await person.expectState('partly-reversed');
    answer();
    await page.locator('[data-swish=refund][aria-disabled=false]').waitFor();
    expect(await page.locator('#desk [name=amount]').inputValue()).toBe('25.50');
  });

  it('finds its payment again after a reload, and shows it to nobody else', async () => {
    await person.ask('swish');
    await page.locator('#swish-code').waitFor();
    const stranger = await newPage();
    await stranger.goto(page.url());
    await expect.poll(() => stranger.locator('#ledger-empty').innerText()).toBe('There is no such payment.');
    expect(await stranger.locator('#paid-flow').isVisible()).toBe(false);
    await page.reload();
    await person.press('launch');
    await person.press('approve');
    await person.expectStatus('complete');
    await page.reload();
    await person.expectStatus('complete');
    await person.expectState('captured');
    expect(await page.locator('.phone').getAttribute('data-shows')).toBe('idle');
  });

  it.each([
    ['amount', '0.99'],
    ['message', 'Två < tre'],
    ['payerAlias', '12'],
  ] as const)('marks the field that was not accepted: %s', async (name, value) => {
    await person.field(name).fill(value);
    await person.ask('swish-number');
    await person.expectFocus(name);
    expect(await person.field(name).getAttribute('aria-invalid')).toBe('true');
    const words = await page.locator('#sale-error').innerText();
    expect(words).toContain('Something in the form was not accepted.');
    expect(words).toContain(`invalid-request: ${name} must be`);
  });
});
