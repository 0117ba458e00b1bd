import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { visit } from './browser.ts';

const patience = { timeout: 30_000 };

type Deed = 'pause' | 'resume' | 'end' | 'bank-approve' | 'bank-fail' | 'bank-remove';

/** What a charity, a donor and a bank do on the page for donors. Each step waits until it can be taken. */
export const donorVisitor = (page: Page) => ({
  async open() {
    await visit(page, '/donor');
    await page.locator('select[name=bank] option').first().waitFor({ state: 'attached' });
  },

  async start(personalNumber?: string) {
    if (personalNumber !== undefined) await page.locator('[name=personalNumber]').fill(personalNumber);
    await page.locator('#donation-button[aria-disabled=false]').click();
  },

  /** What the donor does on the phone. */
  async press(button: 'scan' | 'launch' | 'approve' | 'decline') {
    await page.locator(`[data-phone="${button}"]:not([aria-disabled=true]):visible`).click();
  },

  /** From the start button to the question. */
  async identify(personalNumber?: string) {
    await this.start(personalNumber);
    await this.press('scan');
    await this.press('approve');
    await page.locator('#approval-text').waitFor();
  },

  async choose(accountId: string) {
    await page.locator(`#accounts input[value="${accountId}"]`).check();
  },

  async confirm(accountId: string) {
    await this.choose(accountId);
    await page.locator('#confirm').click();
    await this.expectStatus('complete');
  },

  async act(deed: Deed) {
    await page.locator(`[data-donation=${deed}][aria-disabled=false]`).click();
  },

  offered: () =>
    page.evaluate<string[]>(
      '[...document.querySelectorAll("[data-donation][aria-disabled=false]")].map((button) => button.dataset.donation)',
    ),

  expectStatus: (status: string) => expect.poll(() => page.locator('#way-word').innerText(), patience).toBe(status),

  /** Waits until the charity's desk says so. */
  expectRecord: (part: 'ids' | 'proof' | 'contract' | 'approval', words: RegExp) =>
    expect.poll(() => page.locator(`#record-${part}`).innerText(), patience).toMatch(words),

  /** Waits until it is counted what Billecta has of the person. */
  expectTraces: (debtors: number, contracts: number) =>
    expect
      .poll(() => page.locator('#traces').innerText(), patience)
      .toContain(`has of this person: debtors ${debtors}, contracts ${contracts}.`),

  expectFocus: (id: string) => expect.poll(() => page.evaluate<string>('document.activeElement.id'), patience).toBe(id),
});
