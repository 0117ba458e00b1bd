import type { Order } from './order.ts';

/**
 * The persons of Billecta's test environment follow clocks of their own without any phone (billecta.md 3); which hint
 * the failing one gets, and when the app counts as opened, is inferred. Everybody else waits for a phone.
 */
export function courseOf(personalNumber: string | null, createdAt: number): Pick<Order, 'openedAt' | 'ending'> {
  const openedAt = createdAt + 3_000;
  switch (personalNumber) {
    case '198001139297':
      return {
        openedAt,
        ending: { at: createdAt + 10_000, status: 'Complete', hintCode: null, approvedBy: personalNumber },
      };
    case '197001239297':
      return { openedAt, ending: { at: createdAt + 10_000, status: 'Error', hintCode: 'unknown' } };
    case '196001062626':
      return { openedAt: null, ending: { at: createdAt + 2_000, status: 'NoClient', hintCode: 'noClient' } };
    default:
      return { openedAt: null, ending: null };
  }
}
