import * as z from 'zod';
import { runClock } from '../shared/clock.ts';
import { readEnvironment } from '../shared/environment.ts';
import { FlowStore } from '../shared/flow-store.ts';
import { openLookMachines } from '../shared/look-machine.ts';
import { machineArns, openMachines } from '../shared/machines.ts';
import { PaymentStore } from '../shared/payment-store.ts';
import { SeatList } from '../shared/seat-list.ts';
import { openSyncMachines } from '../shared/sync-machine.ts';
import { openTable } from '../shared/table.ts';
import { task } from '../shared/task.ts';

const environment = readEnvironment(
  z.object({
    PERSONAL_TABLE: z.string(),
    LEDGER_TABLE: z.string(),
    MACHINES: machineArns,
    SYNC_MACHINES: machineArns,
    LOOK_MACHINES: machineArns,
  }),
);
const table = openTable(environment.PERSONAL_TABLE);
const ledger = openTable(environment.LEDGER_TABLE);
const machines = openMachines(environment.MACHINES);
const machineOf = openSyncMachines(environment.SYNC_MACHINES);
const lookMachineOf = openLookMachines(environment.LOOK_MACHINES);

export const handler = task('clock', () =>
  runClock({
    table,
    store: new FlowStore(table),
    machines,
    seatsOf: (provider) => new SeatList(table, provider),
    ledger: { table: ledger, store: new PaymentStore(ledger), machineOf, lookMachineOf },
  }),
);
