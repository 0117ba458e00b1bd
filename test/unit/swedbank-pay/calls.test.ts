import { expect, it } from 'vitest';
import * as calls from '../../../functions/swedbank-pay/calls.ts';

// swedbank-pay.md section 6; below the gateway's 29 s unless it runs as a slow task.
it.each([
  [calls.approveLegalAddress, 'create-approved-legal-address', 12_000],
  [calls.authorize, 'create-authorization', 60_000],
  [calls.capture, 'create-capture', 12_000],
  [calls.cancel, 'create-cancellation', 12_000],
  [calls.reverse, 'create-reversal', 12_000],
  [calls.abort, 'update-payment-abort', 12_000],
])('a call is found by its rel and has its time limit', ({ rel, timeLimitMilliseconds }, expected, milliseconds) => {
  expect({ rel, timeLimitMilliseconds }).toEqual({ rel: expected, timeLimitMilliseconds: milliseconds });
});
