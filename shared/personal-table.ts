/**
 * The one table that holds personal data. Every item about a person is gone within 24 hours: a read treats an expired
 * item as gone, the clock deletes on time, and DynamoDB's own TTL is only the backstop.
 *
 * Keys: `flow#<flowId>`, `request#<flowId>` (what a new order is started with), `slow#<paymentId>#<operationId>` (what a
 * machine carries out), `claim#<mac>` (Idempotency-Key), `change#<provider>#<kind>#<id>` (what is being changed at the
 * provider), `budget#<provider>#<second>` and `seats#<provider>`. No key holds personal data, and the last three hold none
 * at all.
 */

/** Longest life of an item: 23 h 45 min, so that a late clock still keeps the 24 hours. */
export const longestLifeSeconds = 85_500;
