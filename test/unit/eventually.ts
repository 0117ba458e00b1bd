import { vi } from 'vitest';

/** Waits for what a socket or another process brings. A process that other work goes before may rest for a second and more. */
export const eventually = (isSo: () => unknown): Promise<unknown> =>
  vi.waitUntil(isSo, { timeout: 20_000, interval: 20 });
