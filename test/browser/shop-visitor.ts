import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { control, visit } from './browser.ts';

type Deed = 'capture-part' | 'capture-rest' | 'cancel-rest' | 'reverse-part' | 'abort';

const patience = { timeout: 30_000 };

/** As a person types them: amounts are written with spaces that do not break. */
export const plainSpaces = (text: string) => text.replaceAll('\u00a0', ' ');

/** The provider's simulator as a new one. */
export const resetProvider = (): Promise<void> => control('POST', '/reset', undefined, 'swedbank-pay');

/** What a visitor does in the shop corner, as customer and as merchant. Each step waits until it can be taken. */
export const shopVisitor = (page: Page) => ({
  async open() {
    await visit(page, '/shop');
  },

  way: (way: 'redirect' | 'seamless') => page.locator(`[data-way=${way}]`),
  deed: (deed: Deed) => page.locator(`[data-deed=${deed}]`),
  /** The payer's choices on the provider's page, framed or not. */
  choice: (action: string) => page.frameLocator('#seamless-view iframe').locator(`form[action$="/${action}"] button`),

  /** Pays on the hosted page and comes back. */
  async payOnHostedPage() {
    await this.way('redirect').click();
    await page.locator('form[action$="/complete"] button').click();
    await page.locator('#order').waitFor();
    await this.expectState('authorized');
  },

  /** Waits until the desk can do it, and has it done. */
  async act(deed: Deed) {
    await page.locator(`[data-deed=${deed}][aria-disabled=false]`).click();
    await page.locator('#desk-done:not(:empty), #desk-error:visible').first().waitFor();
    await expect.poll(() => page.locator('#desk-done').innerText(), patience).not.toMatch(/asked/);
  },

  expectState: (state: string) => expect.poll(() => page.locator('#state-word').innerText(), patience).toBe(state),

  /** The rows of the ledger: type, state and amount. */
  async transactions(): Promise<string[]> {
    const rows = await page.locator('#transactions tr').all();
    return Promise.all(
      rows.map(async (row) => {
        const [type = '', state = '', amount = ''] = await row.locator('td').allTextContents();
        return plainSpaces(`${type.replace(/\d+$/, '')} ${state} ${amount}`);
      }),
    );
  },

  /** What the events say, each once; the two of one change may come in either order. */
  expectEvents: (words: string[]) =>
    expect
      .poll(async () => (await page.locator('#events .words').allInnerTexts()).map(plainSpaces).sort(), patience)
      .toEqual(words.toSorted()),
});
