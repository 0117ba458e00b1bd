import * as z from 'zod';
import type { NewDonation } from './page/donor-shapes.ts';

// Whether a value is right is Sluss's to say: only the shape is looked at here.
const donation = z.strictObject({
  personalNumber: z.string(),
  bank: z.string(),
  amount: z.number(),
  interval: z.enum(['monthly', 'quarterly', 'yearly'] satisfies NewDonation['interval'][]),
  dayOfMonth: z.number(),
  purpose: z.string(),
});

export const donationToStart = z.strictObject({ key: z.uuid(), donation });

/** The request for a donor, under the charity's own id of the person. */
export const donorRequest = (
  { purpose, ...terms }: NewDonation,
  key: string,
  productId: string,
  donorIdOf: (personalNumber: string) => string,
) => ({
  ...terms,
  product: { productId, description: purpose },
  externalId: donorIdOf(terms.personalNumber),
  merchantReference: `demo-${key.slice(0, 8)}`,
});
