import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { visit } from './browser.ts';
import { plainSpaces } from './shop-visitor.ts';

const patience = { timeout: 30_000 };

/** What a merchant and a customer do on the page that has invoices paid. Each step waits until it can be taken. */
export const payVisitor = (page: Page) => ({
  async open() {
    await visit(page, '/pay');
  },

  async make() {
    await page.locator('#make[aria-disabled=false]').click();
    await this.expectFact(/Total\s+SEK 480\.00/);
  },

  /** Asks for payment, once it can be. */
  async ask(way: 'swish-number' | 'swish' | 'card' | 'registration') {
    await page.locator(`[data-pay=${way}][aria-disabled=false]`).click();
  },

  /** What the customer does on the phone. */
  async press(button: 'scan' | 'launch' | 'approve' | 'decline' | 'timeout' | 'silence') {
    await page.locator(`[data-payer=${button}]:visible`).click();
  },

  /** What the customer does in the card window. */
  async decide(choice: 'approve' | 'fail') {
    const button = choice === 'approve' ? 'button.main' : 'button[formaction$="/fail"]';
    await page.frameLocator('#window-frame').locator(button).click();
  },

  async saveCard() {
    await this.ask('registration');
    await this.decide('approve');
    await this.expectStatus('complete');
    await page.locator('#cards li').first().waitFor();
  },

  async act(deed: 'charge' | 'remove') {
    await page.locator(`#cards [data-deed=${deed}][aria-disabled=false]`).first().click();
  },

  expectStatus: (status: string) => expect.poll(() => page.locator('#paid-word').innerText(), patience).toBe(status),

  /** Waits until the invoice says so. */
  expectFact: (words: RegExp) =>
    expect.poll(async () => plainSpaces(await page.locator('#made-facts').innerText()), patience).toMatch(words),
  expectPaid() {
    return this.expectFact(/Paid\s+SEK 480\.00[\s\S]*Left to pay\s+SEK 0\.00/);
  },
  expectUnpaid() {
    return this.expectFact(/Paid\s+SEK 0\.00[\s\S]*Left to pay\s+SEK 480\.00/);
  },

  async refusal(box: '#ways-error' | '#cards-error'): Promise<string> {
    await page.locator(box).waitFor();
    return page.locator(box).innerText();
  },
});
