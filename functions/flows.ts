import * as z from 'zod';
import { openCallers } from '../shared/callers.ts';
import { readEnvironment } from '../shared/environment.ts';
import { healthAnswer } from '../shared/flow-answer.ts';
import { flowEndpoints } from '../shared/flow-endpoints.ts';
import { FlowStore } from '../shared/flow-store.ts';
import { httpApi, type Endpoint } from '../shared/http.ts';
import { macSecret } from '../shared/mac-secret.ts';
import { openTable } from '../shared/table.ts';
import { messageOf } from '../shared/polling-flow.ts';
import { pollableFlowsOf } from '../shared/provider.ts';
import { SeatList } from '../shared/seat-list.ts';
import { providers } from './providers.ts';

const environment = readEnvironment(
  z.object({
    PERSONAL_TABLE: z.string(),
    API_KEYS_SECRET: z.string(),
    MAC_SECRET: z.string(),
    VERSION: z.string(),
  }),
);
const table = openTable(environment.PERSONAL_TABLE);
const macKey = macSecret(environment.MAC_SECRET);
const flows = new Map(providers.flatMap(pollableFlowsOf).map((flow) => [flow.name, flow]));

const health: Endpoint = {
  route: 'GET /v1/health',
  handle: () =>
    Promise.resolve({ status: 200, body: healthAnswer.parse({ status: 'ok', version: environment.VERSION }) }),
};

export const handler = httpApi([
  health,
  ...flowEndpoints({
    callers: openCallers(environment.API_KEYS_SECRET, macKey),
    store: new FlowStore(table),
    macKey,
    message: (flow, hint) => messageOf(flows.get(flow), hint),
    seatsOf: (provider) => new SeatList(table, provider),
  }),
]);
