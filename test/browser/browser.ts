import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { findBrowser } from '../../local/browser.ts';
import { stack } from '../stack.ts';

const executable = process.env['SLUSS_BROWSER'] ?? findBrowser();

/** On a developer's machine without a browser these tests are left out; a build without one fails. */
export const noBrowser = executable === undefined && process.env['CI'] !== 'true';
if (noBrowser)
  console.warn('No Chromium or Chrome was found (SLUSS_BROWSER names one): the browser tests are skipped.');

let running: Promise<Browser> | undefined;

/** One browser for all files, as they share their modules; it ends with their process. Without one it throws, which is what CI must see. */
function browser(): Promise<Browser> {
  if (executable === undefined) throw new Error('No Chromium or Chrome was found; SLUSS_BROWSER names one.');
  running ??= chromium.launch({
    executablePath: executable,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-extensions',
      '--disable-component-extensions-with-background-pages',
    ],
  });
  return running;
}

/** Visitors who have left, by what their browser is like: making one takes longer than most that is done with it. */
const gone = new Map<string, BrowserContext[]>();

/**
 * A new visitor's empty page, with motion reduced so that nothing is measured or pictured half-way. It is closed when the
 * test ends: a page that stays open goes on reading, and the provider's rate is shared by all.
 */
export async function newPage(options: BrowserContextOptions = {}): Promise<Page> {
  const key = JSON.stringify(options);
  const alike = gone.get(key) ?? [];
  gone.set(key, alike);
  const context =
    alike.pop() ?? (await (await browser()).newContext({ locale: 'en-GB', reducedMotion: 'reduce', ...options }));
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  onTestFinished(async () => {
    await forget(context);
    alike.push(context);
  });
  return page;
}

/** Whoever comes next has never been here. */
async function forget(context: BrowserContext): Promise<void> {
  const [page, ...others] = context.pages();
  if (page) {
    await Promise.all(others.map((other) => other.close()));
    const session = await context.newCDPSession(page);
    await session.send('Storage.clearDataForOrigin', { origin: new URL(demoUrl()).origin, storageTypes: 'all' });
    await page.close();
  }
  await context.clearCookies();
}

/** The demo's address; a stack without a demo cannot run these tests. */
export function demoUrl(): string {
  if (stack.demoUrl === undefined) throw new Error('The stack under test has no demo page.');
  return stack.demoUrl;
}

/** Goes to a page of the demo, and waits until its script has run: until then no button does anything. */
export async function visit(page: Page, path: string): Promise<void> {
  await page.goto(demoUrl() + path);
  await page.locator('[data-language][aria-pressed=true]').waitFor();
}

/** One call to the control API of a simulator, Billecta's unless another is named. */
export async function control(
  method: 'POST' | 'DELETE',
  path: string,
  body?: unknown,
  provider: keyof typeof stack.simulators = 'billecta',
): Promise<void> {
  const response = await fetch(`${stack.simulators[provider] ?? ''}/_simulator${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`The simulator of ${provider} refused ${method} ${path}: ${response.status}`);
}
