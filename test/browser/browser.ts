import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
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

/** Where visitors have left, by what their browser is like: a new page takes longer than most that is done with it. */
const left = new Map<string, Page[]>();

/** How long a page waits, of what it means to: the machines of the stack for these tests hurry too (local/test.ts). */
const waitScale = 0.25;
const hurry = `{
  const wait = window.setTimeout;
  window.setTimeout = (then, milliseconds, ...more) => wait(then, milliseconds * ${waitScale}, ...more);
}`;

async function openPage(options: BrowserContextOptions): Promise<Page> {
  const context = await (await browser()).newContext({ locale: 'en-GB', reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  return page;
}

async function openHurriedPage(options: BrowserContextOptions): Promise<Page> {
  const page = await openPage(options);
  await page.context().addInitScript(hurry);
  return page;
}

/**
 * A new visitor's empty page, with motion reduced so that nothing is measured or pictured half-way. It is left when the
 * test ends: a page that stays goes on reading, and the provider's rate is shared by all.
 */
export async function newPage(options: BrowserContextOptions = {}): Promise<Page> {
  const key = JSON.stringify(options);
  const alike = left.get(key) ?? [];
  left.set(key, alike);
  const page = alike.pop() ?? (await openHurriedPage(options));
  onTestFinished(async ({ task }) => {
    if (task.result?.state === 'fail') console.error(`${page.url()} showed:\n${await shown(page)}`);
    await leave(page);
    alike.push(page);
  });
  return page;
}

/** What the page says, or why it cannot be read. */
const shown = (page: Page) => page.locator('body').innerText({ timeout: 2000 }).catch(String);

/** A page of a context of its own, where the test may stop the clock. */
export async function newPageWithClock(): Promise<Page> {
  const page = await openPage({});
  onTestFinished(() => page.context().close());
  await page.clock.install();
  return page;
}

/** Whoever comes next has never been here. */
async function leave(page: Page): Promise<void> {
  const context = page.context();
  const others = context.pages().filter((other) => other !== page);
  await Promise.all(others.map((other) => other.close()));
  for (const event of ['request', 'requestfinished', 'response']) page.removeAllListeners(event);
  await page.unrouteAll();
  // A page of the same site, since the browser would start another process for any other.
  await page.goto(`${demoUrl()}/left`);
  await page.evaluate('sessionStorage.clear()');
  const session = await context.newCDPSession(page);
  await session.send('Storage.clearDataForOrigin', { origin: new URL(demoUrl()).origin, storageTypes: 'all' });
  await session.detach();
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
