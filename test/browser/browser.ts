import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { stack } from '../stack.ts';

const executable = [
  process.env['SLUSS_CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
].find((path) => path !== undefined && existsSync(path));

/** On a developer's machine without a browser these tests are left out; a build without one fails. */
export const noBrowser = executable === undefined && process.env['CI'] !== 'true';
if (noBrowser)
  console.warn('No Chromium or Chrome was found (SLUSS_CHROMIUM names one): the browser tests are skipped.');

/** Starts the browser; without one it throws, which is what CI must see. */
export function startBrowser(): Promise<Browser> {
  if (executable === undefined) throw new Error('No Chromium or Chrome was found; SLUSS_CHROMIUM names one.');
  return chromium.launch({
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
    ],
  });
}

/**
 * A new visitor's empty page, with motion reduced so that nothing is measured or pictured half-way. It is closed when the
 * test ends: a page that stays open goes on reading, and the provider's rate is shared by all.
 */
export async function newPage(browser: Browser, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  onTestFinished(() => context.close());
  return page;
}

/** The demo's address; a stack without a demo cannot run these tests. */
export function demoUrl(): string {
  if (stack.demoUrl === undefined) throw new Error('The stack under test has no demo page.');
  return stack.demoUrl;
}

/** One call to the simulator's control API. */
export async function control(method: 'POST' | 'DELETE', path: string, body?: unknown): Promise<void> {
  const response = await fetch(`${stack.simulators.billecta ?? ''}/_simulator${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`The simulator refused ${method} ${path}: ${response.status}`);
}
