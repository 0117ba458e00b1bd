import type { Page } from 'playwright-core';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { stack } from '../stack.ts';
import { demoUrl, newPage, noBrowser } from './browser.ts';
import { plainSpaces, resetProvider, shopVisitor } from './shop-visitor.ts';

const isThere = stack.simulators['swedbank-pay'] !== undefined;

describe.skipIf(noBrowser || !isThere)('the shop corner', () => {
  let page: Page;
  let person: ReturnType<typeof shopVisitor>;
  beforeEach(async () => {
    await resetProvider();
    page = await newPage();
    person = shopVisitor(page);
    await person.open();
  });
  afterAll(resetProvider);

  it('is found from the front page', async () => {
    await page.goto(demoUrl());
    await page.getByRole('link', { name: 'Shop corner' }).click();
    await page.getByRole('heading', { name: 'Pay by invoice' }).waitFor();
    expect(plainSpaces(await page.locator('#order').innerText())).toContain('NOK 1,500.00');
    expect(await page.locator('#order').innerText()).toContain('Sweden is closed to new merchants');
  });

  it('sends the payer to the hosted page, and believes the ledger when they are back', async () => {
    await person.way('redirect').click();
    await page.locator('form[action$="/complete"] button').click();
    await page.waitForURL(/\/shop\?paymentId=[0-9a-f]{32}$/);
    await person.expectState('authorized');
    expect(await page.locator('#standing').innerText()).toBe('The ledger says: authorized, nothing captured.');
    expect(await person.transactions()).toEqual(['Authorization completed NOK 1,500.00']);
    await person.expectEvents(['Authorization NOK 1,500.00: completed', 'Payment: authorized, nothing captured']);
  });

  it('does not believe the return of a payer who cancelled, and lets them pay the same payment', async () => {
    await person.way('redirect').click();
    await page.locator('form[action$="/cancel"] button').click();
    await page.waitForURL(/\/shop\?paymentId=/);
    await expect.poll(() => page.locator('#standing').innerText()).toContain('proves nothing');
    const [, paymentId] = page.url().split('=');
    await person.payOnHostedPage();
    expect(page.url()).toContain(paymentId ?? 'none');
  });

  it('takes the payment in the page, and keeps it there after a failed attempt', async () => {
    await person.way('seamless').click();
    await person.choice('fail').click();
    await expect.poll(() => page.locator('#standing').innerText()).toContain('try again');
    await person.choice('complete').click();
    await person.expectState('authorized');
    expect(await page.locator('#seamless-view iframe').count()).toBe(0);
    expect(await person.transactions()).toHaveLength(2);
    await page.reload();
    await person.expectState('authorized');
  });

  it('lets the merchant capture a part, cancel the rest and reverse, as the payment offers it', async () => {
    for (const deed of ['capture-part', 'capture-rest', 'cancel-rest', 'reverse-part', 'abort'] as const)
      expect(await person.deed(deed).getAttribute('aria-disabled')).toBe('true');
    await person.payOnHostedPage();
    await person.act('capture-part');
    await person.expectState('partly-captured');
    await person.act('cancel-rest');
    await person.expectState('captured');
    await person.act('reverse-part');
    await person.expectState('partly-reversed');
    expect(await person.transactions()).toEqual([
      'Authorization completed NOK 1,500.00',
      'Capture completed NOK 500.00',
      'Cancellation completed NOK 1,000.00',
      'Reversal completed NOK 200.00',
    ]);
    expect(await page.locator('#amounts').innerText()).toMatch(/Left to reverse\s+NOK\s300\.00/);
    await person.expectEvents([
      'Authorization NOK 1,500.00: completed',
      'Payment: authorized, nothing captured',
      'Capture NOK 500.00: completed',
      'Payment: partly captured',
      'Cancellation NOK 1,000.00: completed',
      'Payment: captured',
      'Reversal NOK 200.00: completed',
      'Payment: partly reversed',
    ]);
    await expect.poll(() => person.deed('cancel-rest').getAttribute('aria-disabled')).toBe('true');
  });

  it('says in words why more is not reversed than was captured, and captures the rest', async () => {
    await person.payOnHostedPage();
    await person.act('capture-part');
    await person.act('reverse-part');
    await person.act('reverse-part');
    await person.act('reverse-part');
    await page.locator('#desk-error').waitFor();
    expect(await page.locator('#desk-error').innerText()).toMatch(/It was not done[\s\S]*does not fit[\s\S]*amount/);
    await expect.poll(() => page.locator('#amounts').innerText()).toMatch(/Left to reverse\s+NOK\s100\.00/);
    await person.act('capture-rest');
    await expect.poll(() => page.locator('#amounts').innerText()).toMatch(/Captured\s+NOK\s1,500\.00/);
  });

  it('aborts a payment that nobody has paid', async () => {
    await person.way('seamless').click();
    await person.choice('complete').waitFor();
    await person.act('abort');
    await person.expectState('aborted');
    expect(await page.locator('#seamless-view iframe').count()).toBe(0);
    expect(await person.way('redirect').isVisible()).toBe(false);
  });

  it('hears eight rings, twice at once and before the answer, and tells of one capture once', async () => {
    await person.payOnHostedPage();
    await page.getByRole('button', { name: 'Ring eight times, twice at once, before the answer' }).click();
    await page.locator('#bell[aria-pressed=true]').waitFor();
    await person.act('capture-part');
    await expect
      .poll(() => page.locator('#causes').innerText(), { timeout: 30_000 })
      .toContain('Capture Completed × 8');
    await person.expectState('partly-captured');
    expect(await person.transactions()).toEqual([
      'Authorization completed NOK 1,500.00',
      'Capture completed NOK 500.00',
    ]);
    await person.expectEvents([
      'Authorization NOK 1,500.00: completed',
      'Payment: authorized, nothing captured',
      'Capture NOK 500.00: completed',
      'Payment: partly captured',
    ]);
    await expect.poll(() => page.locator('#rings').innerText()).toMatch(/^\d+ rings came; 4 events were told\.$/);
    await page.locator('#bell').click();
    await page.locator('#bell[aria-pressed=false]').waitFor();
  });

  it('takes a payment on a page whose payment is not there any more', async () => {
    await page.goto(`${demoUrl()}/shop?paymentId=${'0'.repeat(32)}`);
    await expect.poll(() => page.locator('#ledger-empty').innerText()).toBe('There is no such payment.');
    await person.payOnHostedPage();
    expect(page.url()).not.toContain('0'.repeat(32));
  });

  it('speaks Swedish', async () => {
    await page.getByRole('button', { name: 'Svenska' }).click();
    expect(await page.title()).toBe('Sluss – Betala mot faktura');
    expect(await person.deed('capture-part').innerText()).toMatch(/Debitera 500,00\sNOK/);
  });
});
