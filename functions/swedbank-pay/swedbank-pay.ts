import type { SwedbankPayClient } from './client.ts';

/** A client that also knows whose payments it makes. */
export interface SwedbankPay {
  readonly client: SwedbankPayClient;
  readonly payeeId: string;
  /** The merchant is paid by its acquirer and settles itself: then references are 12 digits (section 17, option B). */
  readonly settlesItself: boolean;
}
