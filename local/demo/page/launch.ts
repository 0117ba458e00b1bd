import type { View } from './shapes.ts';

const launched = new Set<string>();

/** BankID refuses to open an order twice, so its link works once; a renewed order has a new token and may be opened again. */
export const mayLaunch = ({ autoStartToken }: View): boolean =>
  autoStartToken !== undefined && !launched.has(autoStartToken);

export const markLaunched = (autoStartToken: string): void => void launched.add(autoStartToken);

/** Which of the launch links this device needs. */
export function platform(): 'ios' | 'android' | 'desktop' {
  const { userAgent, maxTouchPoints } = navigator;
  if (/android/i.test(userAgent)) return 'android';
  // An iPad says that it is a Macintosh; no Macintosh has a touch screen.
  if (/iphone|ipad|ipod/i.test(userAgent) || (/macintosh/i.test(userAgent) && maxTouchPoints > 1)) return 'ios';
  return 'desktop';
}
