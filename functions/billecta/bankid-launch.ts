import * as z from 'zod';
import type { View } from '../../shared/polling-flow.ts';

/** Billecta's `QR`: a picture as a data URL. Anything else counts as no code: the app can still be opened by its link. */
export const qrPicture = z.string().startsWith('data:image/').nullish().catch(null);

/**
 * What the payer must be shown while nobody has opened the order: the code, and the links that start the app on the
 * same device (bankid.md 6.1 and 6.2: an https link on phones, `bankid:///` on desktops; on iOS the app returns to the
 * page only if it is told where that is).
 */
export const bankIdView = (
  qr: string | null | undefined,
  autoStartToken: string | null | undefined,
  returnUrl: string | undefined,
): View => ({
  ...(qr ? { qr } : {}),
  ...(autoStartToken ? { autoStartToken, launch: launchLinks(autoStartToken, returnUrl) } : {}),
});

const launchLinks = (autoStartToken: string, returnUrl: string | undefined): NonNullable<View['launch']> => {
  const token = `autostarttoken=${encodeURIComponent(autoStartToken)}`;
  const redirect = returnUrl === undefined ? 'null' : encodeURIComponent(returnUrl);
  return {
    ios: `https://app.bankid.com/?${token}&redirect=${redirect}`,
    android: `https://app.bankid.com/?${token}&redirect=null`,
    desktop: `bankid:///?${token}&redirect=null`,
  };
};
