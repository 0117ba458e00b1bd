import { create, find, say } from './dom.ts';
import { time, type Money } from './formats.ts';
import type { ToldEvent } from './shapes.ts';
import { text } from './text.ts';

const told = new Map<string, ToldEvent>();

/** Takes a delivery; the same event again is only counted. */
export function takeEvent(event: ToldEvent): void {
  told.set(event.event.eventId, event);
}

/** What was told before was about another payment. */
export const forgetEvents = (): void => told.clear();

export const countEvents = (): number => told.size;

function wordsFor({ transaction, state }: ToldEvent['event'], money: Money): string {
  if (!transaction) return `${text('events.payment')}: ${text(`state.${state}`)}`;
  const { type, state: now, amount } = transaction;
  return `${text(`type.${type}`)} ${money(amount)}: ${text(`now.${now}`)}`;
}

/** Draws the events, the newest first; `money` writes their amounts. */
export function showEvents(money: Money): void {
  const all = [...told.values()];
  const deliveries = all.reduce((sum, each) => sum + each.deliveries, 0);
  say(
    find('#events-count', HTMLElement),
    all.length === 0 ? '' : text('events.count', { events: String(all.length), deliveries: String(deliveries) }),
  );
  find('#events', HTMLElement).replaceChildren(
    ...all.reverse().map(({ event, deliveries: count }) => {
      const item = create(
        'li',
        '',
        create('span', 'time', time(event.at)),
        create('span', 'times', text('events.delivered', { count: String(count) })),
        create('span', 'words', wordsFor(event, money)),
        create('code', '', `payment.changed …${event.eventId.slice(-24)}`),
      );
      item.dataset['event'] = event.eventId;
      return item;
    }),
  );
}
