import * as z from 'zod';
import { openCallers } from '../shared/callers.ts';
import { readEnvironment } from '../shared/environment.ts';
import { httpApi } from '../shared/http.ts';
import { macSecret } from '../shared/mac-secret.ts';
import { paymentEndpoints } from '../shared/payment-endpoints.ts';
import { PaymentStore } from '../shared/payment-store.ts';
import { openTable } from '../shared/table.ts';

const environment = readEnvironment(
  z.object({ LEDGER_TABLE: z.string(), API_KEYS_SECRET: z.string(), MAC_SECRET: z.string() }),
);

export const handler = httpApi(
  paymentEndpoints({
    callers: openCallers(environment.API_KEYS_SECRET, macSecret(environment.MAC_SECRET)),
    store: new PaymentStore(openTable(environment.LEDGER_TABLE)),
  }),
);
