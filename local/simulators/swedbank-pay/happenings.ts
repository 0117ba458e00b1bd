import type { Agenda } from '../agenda.ts';
import { isOpen, type Outcome, type TransactionType } from './payment.ts';
import type { Settings } from './settings.ts';
import type { Made, PaymentStore } from './store.ts';

type Command = (outcome: Outcome) => Made;

/** What becomes of commands over time: planned outcomes, slow work, and transactions that stay open for a while. */
export interface Happenings {
  /** Does a command with the next planned outcome; what stays open gets its end later by itself. */
  soon: (type: TransactionType, command: Command) => Made;
  /** The same, but the caller waits as long as the settings say while the transaction is worked on. */
  slowly: (type: TransactionType, command: Command) => Promise<Made>;
}

/** Happenings on the simulator's own clock. */
export function happenings(store: PaymentStore, settings: Settings, agenda: Agenda): Happenings {
  function settleIfOpen({ payment: { id }, transaction: made }: Made, outcome: Outcome): Made {
    const payment = store.get(id);
    const transaction = payment.transactions.find((each) => each.id === made?.id);
    if (!transaction) return { payment };
    return isOpen(transaction) ? store.settle(id, transaction.id, outcome) : { payment, transaction };
  }

  /** Carries out the plan for what the command makes, once the command has not been refused. */
  function soon(type: TransactionType, command: Command): Made {
    const { outcome, later, used } = settings.planFor(type);
    const made = command(outcome);
    if (!made.transaction) return made;
    used();
    if (later) void agenda.after(later.seconds, () => settleIfOpen(made, later.outcome));
    return made;
  }

  return {
    soon,
    slowly: async (type, command) => {
      const { authorizationSeconds } = settings.values;
      if (authorizationSeconds === 0) return soon(type, command);
      const begun = command({ state: 'Initialized', quiet: true });
      if (!begun.transaction) return begun;
      return agenda.after(authorizationSeconds, () => soon(type, (outcome) => settleIfOpen(begun, outcome)));
    },
  };
}
