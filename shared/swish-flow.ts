import type { View } from './polling-flow.ts';
import { swishHints } from './swish-hints.ts';

/** What flows of payers in Swish have in common, whoever stands between. */
export const swishFlow = {
  hints: swishHints,
  failureImpact: 'People who pay with Swish do not hear that they have paid until the clock sends another machine.',
  machine: 'standard',
  movesMoney: true,
  showsCode: false,
  // Swish itself gives up after five and a half minutes (swish.md 11).
  giveUpAfterSeconds: 360,
  keepForSeconds: 85_500,
} as const;

/** How Swish is opened by the token of a payment request (swish.md 15.1 and 15.2): a link on the same device, a code for another. */
export const swishView = (token: string | null | undefined, returnUrl: string | undefined): View => {
  if (!token) return {};
  const wayBack = returnUrl === undefined ? '' : `&callbackurl=${encodeURIComponent(returnUrl)}`;
  const launchUrl = `swish://paymentrequest?token=${encodeURIComponent(token)}${wayBack}`;
  return { swish: { token, launchUrl, qrContent: `D${token}` } };
};
