import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What depends on colours, language and width; all else was found in the same state before. */
const ofTheLook = ['color-contrast', 'html-has-lang', 'html-lang-valid', 'valid-lang', 'target-size'];

/**
 * The rules of axe-core in the state that the page is in now: every one, unless the page is dark. And nothing sticks out
 * of the window sideways.
 */
export async function expectAccessible(page: Page, state: string) {
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(axe);
  const isDark = await page.evaluate<boolean>('matchMedia("(prefers-color-scheme: dark)").matches');
  const rules = isDark ? { runOnly: ofTheLook } : {};
  const { violations } = await page.evaluate<AxeResults>(`axe.run(${JSON.stringify(rules)})`);
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  const sticksOut = await page.evaluate<number>('Math.max(0, document.documentElement.scrollWidth - innerWidth)');
  expect({ state, found, sticksOut }).toEqual({ state, found: [], sticksOut: 0 });
}
