import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { control, visit } from './browser.ts';
import { plainSpaces } from './shop-visitor.ts';

const patience = { timeout: 30_000 };

/** Swish's simulator as a new one, whose refunds take no time. */
export async function resetSwish(): Promise<void> {
  await control('POST', '/reset', {}, 'swish');
  await control('POST', '/settings', { stepSeconds: 0.1 }, 'swish');
}

/** What a merchant and a customer do on the page for Swish. Each step waits until it can be taken. */
export const swishVisitor = (page: Page) => ({
  async open() {
    await visit(page, '/swish');
  },

  field: (name: 'amount' | 'message' | 'payerAlias') => page.locator(`#sale [name=${name}]`),

  /** Asks for payment, once it can be. */
  async ask(way: 'swish-number' | 'swish') {
    await page.locator(`[data-pay=${way}][aria-disabled=false]`).click();
  },

  /** What the customer does on the phone. */
  async press(button: 'scan' | 'launch' | 'approve' | 'decline' | 'timeout' | 'silence') {
    await page.locator(`[data-payer=${button}]:visible`).click();
  },

  async payByNumber() {
    await this.ask('swish-number');
    await this.press('approve');
    await this.expectState('captured');
  },

  /** What the merchant does at the desk, once it can be done. */
  async act(deed: 'cancel' | 'refund') {
    await page.locator(`[data-swish=${deed}][aria-disabled=false]`).click();
  },

  async refund(kronor: string) {
    await page.locator('#desk [name=amount]').fill(kronor);
    await this.act('refund');
  },

  /** The flow, as the customer's browser follows it. */
  expectStatus: (status: string) => expect.poll(() => page.locator('#paid-word').innerText(), patience).toBe(status),
  /** The ledger. */
  expectState: (state: string) => expect.poll(() => page.locator('#state-word').innerText(), patience).toBe(state),
  expectEvents: (words: string[]) =>
    expect
      .poll(async () => (await page.locator('#events .words').allInnerTexts()).map(plainSpaces).sort(), patience)
      .toEqual(words.toSorted()),
  expectFocus: (id: string) =>
    expect.poll(() => page.evaluate<string>('document.activeElement.id || document.activeElement.name')).toBe(id),
});
