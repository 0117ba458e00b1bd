import type { BrowserContextOptions, Page } from 'playwright-core';

export const light: BrowserContextOptions = {};

/** As narrow as phones get. */
export const darkAndSmall: BrowserContextOptions = {
  colorScheme: 'dark',
  locale: 'sv-SE',
  viewport: { width: 320, height: 640 },
};

/** How people meet a page: each of its states is looked at in both. */
export const looks: [what: string, options: BrowserContextOptions][] = [
  ['light', light],
  ['dark, in Swedish, on a small screen', darkAndSmall],
];

/** A page without a mouse: `tabTo` goes on with Tab until something is reached, `enter` presses Enter there too. */
export const keyboard = (page: Page) => {
  const tabTo = async (selector: string) => {
    for (let presses = 0; presses < 60; presses += 1) {
      await page.keyboard.press('Tab');
      if (await hasFocus(page, selector)) return;
    }
    throw new Error(`Tab never reached ${selector}`);
  };
  const enter = async (selector: string) => {
    await tabTo(selector);
    await page.keyboard.press('Enter');
  };
  return { tabTo, enter };
};

/** Whether what has the focus is meant by the selector. */
export const hasFocus = (page: Page, selector: string) =>
  page.evaluate<boolean>(`document.activeElement.matches('${selector}')`);
