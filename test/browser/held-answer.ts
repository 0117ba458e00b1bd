import type { Page } from 'playwright-core';

/** Has what the page asks for at these addresses done, and keeps the answers back. @returns what lets them go */
export async function holdAnswers(page: Page, url: string): Promise<() => void> {
  const { promise: released, resolve: release } = Promise.withResolvers<undefined>();
  await page.route(url, async (route) => {
    const response = await route.fetch();
    await released;
    await route.fulfill({ response });
  });
  return () => {
    release(undefined);
  };
}
