import type { Page } from 'playwright-core';

const stored = 'JSON.stringify([localStorage, sessionStorage, document.cookie])';

/** What a page asks for and is told from now on; answers only of the addresses that `isHeard`. */
export function trafficOf(page: Page, isHeard: (url: URL) => boolean = () => true) {
  const addresses: string[] = [];
  const answers: Promise<string>[] = [];
  page.on('request', (request) => addresses.push(request.url()));
  page.on('response', (response) => {
    const url = new URL(response.url());
    // A stream has no end to wait for.
    if (!isHeard(url) || url.pathname.endsWith('/events')) return;
    // A preflight has no body to read.
    const body = response.text().catch(() => '');
    answers.push(
      Promise.all([response.allHeaders().catch(() => ({})), body]).then(
        ([headers, text]) => JSON.stringify(headers) + text,
      ),
    );
  });
  return {
    /** Headers and bodies of what was answered. */
    answers: async () => (await Promise.all(answers)).join('\n'),
    /** Where personal data may not be: addresses, what the page keeps, its list of calls. */
    traces: async () =>
      [...addresses, page.url(), await page.evaluate<string>(stored), await page.locator('.calls').innerText()].join(
        '\n',
      ),
  };
}
