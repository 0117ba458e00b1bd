import type { SwishClient } from './client.ts';

/** What the calls of payments stand on. */
export interface Swish {
  readonly client: SwishClient;
  /** The merchant's Swish number. */
  readonly payeeAlias: string;
  /** Of the creation: 1 as in the seed, or 2. */
  readonly version: 1 | 2;
}
