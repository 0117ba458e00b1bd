import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { openCallers } from '../shared/callers.ts';
import { readEnvironment } from '../shared/environment.ts';
import { httpApi } from '../shared/http.ts';
import { macSecret } from '../shared/mac-secret.ts';
import { machineArns } from '../shared/machines.ts';
import { paymentEndpoints } from '../shared/payment-endpoints.ts';
import { PaymentStore } from '../shared/payment-store.ts';
import { openSyncMachines } from '../shared/sync-machine.ts';
import { openTable } from '../shared/table.ts';

const environment = readEnvironment(
  z.object({
    LEDGER_TABLE: z.string(),
    API_KEYS_SECRET: z.string(),
    MAC_SECRET: z.string(),
    SYNC_MACHINES: machineArns,
  }),
);
const table = openTable(environment.LEDGER_TABLE);

export const handler = httpApi(
  paymentEndpoints({
    callers: openCallers(environment.API_KEYS_SECRET, macSecret(environment.MAC_SECRET)),
    table,
    store: new PaymentStore(table),
    machineOf: openSyncMachines(environment.SYNC_MACHINES),
    pause: sleep,
  }),
);
