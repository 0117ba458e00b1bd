import type { MakerKind, Sight } from '../../shared/watched-object.ts';
import type { BillectaClient } from './client.ts';
import { unlessMissing } from './common.ts';
import { generatedInvoices, readContract } from './contract-calls.ts';
import type { ContractView } from './contract-wire.ts';
import { midnight } from './days.ts';

const hour = 3_600;
/** The job runs right after midnight (billecta.md 6.7); by then it is through. */
const nightSeconds = 3 * hour;
const lateSeconds = 6 * hour;
/** Somebody may resume it in the portal, or have it run earlier. */
const longestSeconds = 7 * 24 * hour;

/** After its last or next run, whichever is ahead; one that should have run and has not is late. */
const nextLook = ({ IsPaused, LastRunDate, NextRunDate }: ContractView['State'], now: number): number => {
  const runs = [LastRunDate, NextRunDate].filter((run) => run !== null).map((run) => midnight(run) + nightSeconds);
  const ahead = runs.filter((run) => run > now);
  const isLate = NextRunDate !== null && !IsPaused && ahead.length === 0;
  return Math.min(...ahead, now + (isLate ? lateSeconds : longestSeconds));
};

const hasEnded = ({ RecurrenceDetails }: ContractView, now: number): boolean => {
  const { End = null, NoEndDate = false } = RecurrenceDetails ?? {};
  return End !== null && !NoEndDate && midnight(End) + 24 * hour + nightSeconds < now;
};

/** A contract makes invoices by itself. A paused one is looked at like the others: it may be resumed in the portal. */
export const watchedContract: MakerKind<BillectaClient> = {
  name: 'contract',
  read: async (client, id, now): Promise<Sight> => {
    const view = await unlessMissing(readContract(client, id));
    if (!view) return { state: { isDeleted: true }, isClosed: true };
    const { LastRunDate: lastRun, NextRunDate: nextRun, IsPaused: isPaused } = view.State;
    const invoices = lastRun === null ? [] : await generatedInvoices(client, id);
    return {
      state: { lastRun, nextRun, isPaused },
      isClosed: hasEnded(view, now),
      made: invoices.map((invoice) => ({ kind: 'invoice', id: invoice })),
      nextLook: nextLook(view.State, now),
    };
  },
};
