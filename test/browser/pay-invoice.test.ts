import type { Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stack } from '../stack.ts';
import { control, demoUrl, newPage, noBrowser } from './browser.ts';
import { payVisitor } from './pay-invoice-visitor.ts';
import { trafficOf } from './traffic.ts';

/** How often the simulated Billecta has been asked to do something. */
async function callsOf(operation: string): Promise<number> {
  const answer = await fetch(`${stack.simulators.billecta ?? ''}/_simulator/statistics`);
  const { calls } = (await answer.json()) as { calls: Record<string, number> };
  return calls[operation] ?? 0;
}

describe.skipIf(noBrowser)('the page that has invoices paid', () => {
  let page: Page;
  let person: ReturnType<typeof payVisitor>;
  beforeEach(async () => {
    await control('POST', '/reset');
    page = await newPage();
    person = payVisitor(page);
    await person.open();
  });
  afterEach(() => control('DELETE', '/faults'));

  it('is found from the front page, and offers no way to pay without an invoice', async () => {
    await page.goto(demoUrl());
    await page.getByRole('link', { name: 'Pay an invoice' }).click();
    await page.getByRole('heading', { name: 'Pay an invoice' }).waitFor();
    expect(await page.locator('[data-pay][aria-disabled=false]').count()).toBe(0);
  });

  it('makes one invoice, however often the button is pressed', async () => {
    await page.locator('#make').dblclick();
    await person.expectFact(/Total\s+SEK 480\.00/);
    expect(await callsOf('invoices.create')).toBe(1);
  });

  it('is paid with Swish by number, and a second payment is refused', async () => {
    await person.make();
    await person.ask('swish-number');
    await page.locator('[data-payer=approve]').waitFor();
    expect(await page.locator('#asked-amount').innerText()).toMatch(/^SEK\s480\.00$/);
    await person.press('approve');
    await person.expectStatus('complete');
    await person.expectPaid();
    expect(await page.locator('#paid-facts').innerText()).toMatch(/Paid\s+SEK\s480\.00/);
    await person.ask('swish');
    expect(await person.refusal('#ways-error')).toMatch(/provider-invalid-input: [\s\S]*already paid/);
    expect(await page.evaluate<string>('document.activeElement.id')).toBe('ways-error');
  });

  it.each([
    ['the code', '[data-payer=scan]'],
    ['the page’s own link', '#swish-link'],
  ])('is paid with Swish without a number, by %s', async (_what, opener) => {
    await person.make();
    await person.ask('swish');
    await page.locator('#swish-code').waitFor();
    expect(await page.locator('#swish-link').getAttribute('href')).toMatch(/^swish:\/\/paymentrequest\?token=\w+$/);
    await page.locator(opener).click();
    await person.press('approve');
    await person.expectStatus('complete');
    await person.expectPaid();
    expect(await page.locator('#swish-open').isVisible()).toBe(false);
  });

  it.each([
    ['decline', 'swish-declined', 'You chose not to pay in Swish.'],
    ['timeout', 'swish-timed-out', 'Time ran out in Swish.'],
  ] as const)('is not paid when the customer lets it be (%s)', async (button, hint, words) => {
    await person.make();
    await person.ask('swish-number');
    await person.press(button);
    await person.expectStatus('failed');
    expect(await page.locator('#paid-facts').innerText()).toContain(hint);
    expect(await page.locator('#paid-message').innerText()).toContain(words);
    await person.expectUnpaid();
    await person.ask('swish-number');
    await person.press('approve');
    await person.expectPaid();
  });

  it('says that nobody can tell when the bank never answers, and asks for nothing more', async () => {
    await person.make();
    await person.ask('swish-number');
    await person.press('silence');
    await page.locator('#paid-unknown').waitFor();
    expect(await page.locator('#paid-unknown').innerText()).toContain('The money may have moved.');
    expect(await page.locator('#paid-word').innerText()).toBe('pending');
    expect(await page.locator('[data-pay][aria-disabled=false]').count()).toBe(0);
  });

  it('is not ended by the merchant in Swish: the customer may still pay', async () => {
    await person.make();
    await person.ask('swish-number');
    await page.locator('[data-payer=approve]').waitFor();
    await page.locator('#stop').click();
    await expect.poll(() => page.locator('#stop-note').innerText()).toContain('only the provider’s word ends it');
    await person.press('approve');
    await person.expectStatus('complete');
    await person.expectPaid();
  });

  it('is called off by Billecta when the merchant stops a card payment', async () => {
    await person.make();
    await person.ask('card');
    await page.locator('#card-window').waitFor();
    await page.locator('#stop').click();
    await person.expectStatus('failed');
    expect(await page.locator('#card-window').isVisible()).toBe(false);
    expect(await page.evaluate<string>('document.activeElement.id')).toBe('paid');
    await person.expectUnpaid();
  });

  it('is paid by card once, after a card that was refused', async () => {
    await person.make();
    await person.ask('card');
    await person.decide('fail');
    await person.expectStatus('failed');
    await person.expectUnpaid();
    await person.ask('card');
    await person.decide('approve');
    await person.expectStatus('complete');
    await person.expectPaid();
    await expect.poll(() => page.locator('#paid-facts').innerText()).toMatch(/Card\s+visa, debit/);
    expect(await page.locator('#cards li').count()).toBe(0);
  });

  it('is charged on a card that was saved, and the card is removed', async () => {
    await person.make();
    await person.saveCard();
    await expect.poll(() => page.locator('#paid-facts').innerText()).toMatch(/Card\s+visa ••0000/);
    await person.expectUnpaid();
    await person.act('charge');
    await person.expectPaid();
    await expect.poll(() => page.locator('#cards-done').innerText()).toContain('Billecta charges the card on');
    await person.act('charge');
    expect(await person.refusal('#cards-error')).toMatch(/already paid/);
    await person.act('remove');
    await page.locator('#cards-none').waitFor();
    await expect.poll(() => page.evaluate<string>('document.activeElement.id')).toBe('cards-title');
  });

  it('is paid once when a button is pressed twice', async () => {
    await person.make();
    await page.locator('[data-pay=swish-number]').dblclick();
    await person.press('approve');
    await person.expectPaid();
    expect(await callsOf('swish.start')).toBe(1);
    expect(await page.locator('#ways-error').isVisible()).toBe(false);
  });

  it('is charged once when the button of a saved card is pressed twice', async () => {
    await person.make();
    await person.saveCard();
    await page.locator('#cards [data-deed=charge][aria-disabled=false]').dblclick();
    await person.expectPaid();
    expect(await callsOf('cards.charge')).toBe(1);
  });

  it('marks a phone number that is none', async () => {
    await person.make();
    await page.locator('[name=phone]').fill('12');
    await person.ask('swish-number');
    expect(await person.refusal('#ways-error')).toContain('phone');
    expect(await page.locator('[name=phone]').getAttribute('aria-invalid')).toBe('true');
    expect(await page.evaluate<string>('document.activeElement.name')).toBe('phone');
  });

  it('says in the customer’s words why Swish refuses', async () => {
    await person.make();
    await person.ask('swish-number');
    await page.locator('[data-payer=approve]').waitFor();
    await person.make();
    await person.ask('swish-number');
    expect(await person.refusal('#ways-error')).toContain('You already have a payment open in Swish.');
  });

  it('finds the invoice again after a reload, and shows it and its cards to nobody else', async () => {
    await person.make();
    await person.saveCard();
    await page.reload();
    await person.expectUnpaid();
    await page.locator('#cards li').waitFor();
    const stranger = await newPage();
    await stranger.goto(page.url());
    await expect.poll(() => stranger.locator('#made-empty').innerText()).toBe('There is no such invoice of yours.');
    expect(await stranger.locator('#cards li').count()).toBe(0);
  });

  it('keeps the phone number out of addresses, storage and what it shows, and the API key to itself', async () => {
    const traffic = trafficOf(page);
    await person.make();
    await person.ask('swish-number');
    await person.press('approve');
    await person.expectPaid();
    const got = await traffic.answers();
    expect(got).toContain('/v1/billecta/swish/invoice-payments');
    expect(got).not.toContain(stack.apiKey);
    const everywhere = got + (await traffic.traces());
    expect(everywhere).not.toMatch(/1740605|174 06 05|191212121212/);
  });

  it('may hold Billecta’s window, and only lets itself be framed where the window leads back to', async () => {
    const policyAt = async (path: string) =>
      (await fetch(demoUrl() + path)).headers.get('content-security-policy') ?? '';
    const billecta = stack.simulators.billecta ?? '';
    expect(await policyAt('/pay')).toContain(`frame-src 'self' ${billecta};`);
    expect(await policyAt('/pay')).toContain("script-src 'self';");
    expect(await policyAt('/pay')).toContain("frame-ancestors 'none'");
    expect(await policyAt('/pay/landed')).toContain("frame-ancestors 'self'");
  });

  it('speaks Swedish', async () => {
    await page.getByRole('button', { name: 'Svenska' }).click();
    expect(await page.title()).toBe('Sluss – Betala en faktura');
    await page.locator('#make').click();
    await person.expectFact(/Summa\s+480,00 SEK/);
    await person.ask('swish-number');
    await person.press('decline');
    await person.expectStatus('failed');
    expect(await page.locator('#paid-message').innerText()).toBe('Du valde att inte betala i Swish.');
    await person.ask('card');
    await page.frameLocator('#window-frame').getByRole('heading', { name: 'Simulerat kortfönster' }).waitFor();
    expect(await page.locator('#paid-status').innerText()).toBe('Kort, en gång: väntar på kunden');
  });
});
