import type { View } from './polling-flow.ts';

/** How Swish is opened by the token of a payment request (swish.md 15.1 and 15.2): a link on the same device, a code for another. */
export const swishView = (token: string | null | undefined, returnUrl: string | undefined): View => {
  if (!token) return {};
  const wayBack = returnUrl === undefined ? '' : `&callbackurl=${encodeURIComponent(returnUrl)}`;
  const launchUrl = `swish://paymentrequest?token=${encodeURIComponent(token)}${wayBack}`;
  return { swish: { token, launchUrl, qrContent: `D${token}` } };
};
