import type { StartedFlow } from './shapes.ts';

/** What the page for Swish and the shop's server say to each other. Types only, as in shapes.ts. Amounts are öre. */

/** A payment that was asked for, and the flow in which its payer follows it. */
export interface Sale {
  paymentId: string;
  /** The merchant's, which Swish has too. */
  reference: string;
  amount: number;
  /** '' without one. */
  message: string;
  /** Swish has got the phone number, and its app knows. */
  isByNumber: boolean;
  flow: StartedFlow;
}

/** What the merchant can do at the desk. */
export type SwishDeed = 'cancel' | 'refund';
