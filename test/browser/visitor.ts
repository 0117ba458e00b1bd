import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { visit } from './browser.ts';

export type Job = 'authentication' | 'signature' | 'lookup';

/** What a visitor does with the page and the drawn phone. Each step waits until it can be taken. */
export const visitor = (page: Page) => ({
  async open() {
    await visit(page, '/');
  },

  async choose(job: Job) {
    await page.locator(`input[value=${job}]`).check();
    if (job === 'lookup') await page.locator('select[name=bank] option').first().waitFor({ state: 'attached' });
  },

  async start() {
    await page.locator('#start [type=submit]').click();
  },

  async seeCode() {
    await page.locator('#qr').waitFor();
  },

  /** Presses one of the phone's buttons. */
  async press(button: 'scan' | 'launch' | 'approve' | 'decline' | 'away' | 'back' | 'no-app') {
    await page.locator(`[data-phone="${button}"]:not([aria-disabled=true]):visible`).click();
  },

  /** From the start button to the opened app. */
  async scanFor(job: Job) {
    await this.open();
    await this.choose(job);
    await this.start();
    await this.seeCode();
    await this.press('scan');
    await page.locator('#asked-title').waitFor();
  },

  /** The heading of the outcome, once there is one. */
  async outcome(): Promise<string> {
    const title = page.locator('#outcome-title');
    await title.waitFor();
    return title.innerText();
  },

  async outcomeText(): Promise<string> {
    await this.outcome();
    return page.locator('#outcome').innerText();
  },

  focused: () => page.evaluate<string>('document.activeElement.id || document.activeElement.name'),

  /** Waits until the focus is where it should be. */
  expectFocus(name: string) {
    return expect.poll(() => this.focused(), { timeout: 20_000 }).toBe(name);
  },
});
