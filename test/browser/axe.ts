import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Every rule of axe-core, in the state that the page is in now; and nothing sticks out of the window sideways. */
export async function expectAccessible(page: Page, state: string) {
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(axe);
  const { violations } = await page.evaluate<AxeResults>('axe.run()');
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  const sticksOut = await page.evaluate<number>('Math.max(0, document.documentElement.scrollWidth - innerWidth)');
  expect({ state, found, sticksOut }).toEqual({ state, found: [], sticksOut: 0 });
}
