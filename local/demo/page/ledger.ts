import { create, find, say } from './dom.ts';
import { time, type Money } from './formats.ts';
import type { Payment } from './shapes.ts';
import { text } from './text.ts';

/** Why there is no payment to show, or not the newest. */
export type LedgerTrouble = 'unread' | 'unknown';

const amounts = ['authorized', 'captured', 'cancelled', 'reversed', 'remainingCapture', 'remainingReversal'] as const;

/** Draws what the ledger knows; `money` writes its amounts. */
export function showLedger(payment: Payment | undefined, trouble: LedgerTrouble | undefined, money: Money): void {
  const empty = find('#ledger-empty', HTMLElement);
  empty.hidden = payment !== undefined && trouble === undefined;
  say(empty, text(`ledger.${trouble ?? 'empty'}`));
  find('#ledger', HTMLElement).hidden = payment === undefined;
  if (!payment) return;
  say(find('#state', HTMLElement), text(`state.${payment.state}`));
  say(find('#state-word', HTMLElement), payment.state);
  const reason = find('#reason', HTMLElement);
  reason.hidden = payment.reason === null;
  say(reason, text('ledger.reason', { reason: payment.reason ?? '' }));
  const underway = find('#underway', HTMLElement);
  underway.hidden = payment.underway === null;
  if (payment.underway) {
    const { since, type } = payment.underway;
    say(underway, text('ledger.underway', { time: time(since), type: text(`type.${type}`) }));
  }
  find('#amounts', HTMLElement).replaceChildren(
    ...amounts.flatMap((name) => [
      create('dt', '', text(`amount.${name}`)),
      create('dd', '', money(payment.amounts[name])),
    ]),
  );
  find('#ledger .scroll', HTMLElement).hidden = payment.transactions.length === 0;
  find('#transactions', HTMLElement).replaceChildren(
    ...payment.transactions.map(({ number, type, state, amount, created }) =>
      create(
        'tr',
        '',
        create('td', '', text(`type.${type}`), create('small', '', String(number ?? ''))),
        create('td', state === 'failed' ? 'bad' : '', text(`now.${state}`)),
        create('td', 'number', money(amount)),
        create('td', '', time(created)),
      ),
    ),
  );
}
