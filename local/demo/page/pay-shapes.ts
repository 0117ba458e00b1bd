/** What the pages on which customers pay and the shop's server say to each other. Types only, as in shapes.ts. Amounts are öre. */

/** What the payer does in an app or a window, followed as a flow. */
export type Way = 'swish' | 'card' | 'registration' | 'direct';

/** What came of a flow, as the merchant reads it: of a payment or of a saved card. */
export interface PaidFlow {
  status: string;
  hint: string | null;
  result: {
    amount?: number | null | undefined;
    brand?: string | null | undefined;
    funding?: string | null | undefined;
    maskedNumber?: string | null | undefined;
  } | null;
}

export interface SavedCard {
  cardId: string;
  maskedNumber: string | null;
  brand: string | null;
  expiresAt: string | null;
}

/** What the payer does in the Swish app, or what befalls the payment there. */
export type SwishAnswer = 'approve' | 'decline' | 'timeout' | 'silence';
