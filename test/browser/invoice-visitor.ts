import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { visit } from './browser.ts';
import { plainSpaces } from './shop-visitor.ts';

const patience = { timeout: 30_000 };

/** Published test numbers: the simulated Kivra reaches the first and not the second. */
export const reachable = '191212121212';
export const unreachable = '198001139297';

/** What a merchant does on the page that sends invoices. Each step waits until it can be taken. */
export const invoiceVisitor = (page: Page) => ({
  async open() {
    await visit(page, '/invoice');
    await page.locator('#e-invoice-bank option').first().waitFor({ state: 'attached' });
  },

  /** Takes a test person and has Kivra asked. */
  async askAbout(personalNumber: string) {
    const option = page.locator('#test-person option', { hasText: personalNumber });
    await page.locator('#test-person').selectOption((await option.getAttribute('value')) ?? '');
    await page.locator('#ask-kivra').click();
    await expect.poll(() => page.locator('#kivra-verdict').innerText(), patience).toMatch(/^(Yes|No|Ja|Nej)\b/);
  },

  async deliverBy(delivery: 'email' | 'kivra' | 'e-invoice') {
    await page.locator(`input[name=delivery][value=${delivery}]`).check();
  },

  async send(trouble: 'none' | 'busy' | 'crash' = 'none') {
    await page.locator('select[name=trouble]').selectOption(trouble);
    await page.locator('#send-button').click();
  },

  async resume() {
    // Whoever was at the first try is given 35 seconds to come to its end.
    await page.locator('#resume[aria-disabled=false]').click({ timeout: 45_000 });
  },

  /** What has been made already, by the page's words. */
  async exists(): Promise<string[]> {
    await page.locator('#exists li').first().waitFor();
    return page.locator('#exists li').allInnerTexts();
  },

  expectStage: (stage: string) => expect.poll(() => page.locator('#stage-word').innerText(), patience).toBe(stage),

  /** Waits until the invoice can do it, and has it done. */
  async act(deed: 'credit' | 'payment' | 'cancel' | 'pdf') {
    await page.locator(`[data-invoice=${deed}][aria-disabled=false]`).click();
  },

  /** The words of the letters in the mailbox, once there are so many. */
  async letters(count: number): Promise<string[]> {
    await page
      .locator('#mail li')
      .nth(count - 1)
      .waitFor();
    return (await page.locator('#mail li').allInnerTexts()).map(plainSpaces);
  },

  facts: async () => plainSpaces(await page.locator('#made-facts').innerText()),
});
