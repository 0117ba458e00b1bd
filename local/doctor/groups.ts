import { accountChecks } from './account.ts';
import { billectaChecks } from './billecta.ts';
import type { Check } from './check.ts';
import { gatewayChecks } from './gateway.ts';
import { machineChecks } from './machines.ts';
import { secretChecks } from './secrets.ts';
import { swedbankPayChecks } from './swedbank-pay.ts';
import { swishChecks } from './swish.ts';
import { tableChecks } from './tables.ts';
import { webhookChecks } from './webhook.ts';

/** Every check, in the order in which a person mends things. */
export const groups: Readonly<Record<string, readonly Check[]>> = {
  account: accountChecks,
  secrets: secretChecks,
  tables: tableChecks,
  machines: machineChecks,
  gateway: gatewayChecks,
  webhook: webhookChecks,
  billecta: billectaChecks,
  'swedbank-pay': swedbankPayChecks,
  swish: swishChecks,
};
