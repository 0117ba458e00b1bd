import { attempts } from './attempts.ts';
import { create, find, say } from './dom.ts';
import { cardName, day } from './formats.ts';
import { askShop, type Answer } from './http.ts';
import type { SavedCard } from './pay-shapes.ts';
import { ofPaying, showProblem } from './problem-box.ts';
import { language, text } from './text.ts';

const list = find('#cards', HTMLElement);

const { keyFor, done } = attempts();

let cards: readonly SavedCard[] = [];
let drawn = '';
let isUnread = false;
let busy = false;
let isOffered = false;
let last: { deed: 'charge' | 'remove'; answer: Answer } | undefined;

const isDone = ({ answer: { status } }: NonNullable<typeof last>) => status >= 200 && status < 300;

function wordsForLast(): string {
  if (busy) return text('pay.starting');
  if (!last || !isDone(last)) return '';
  if (last.deed === 'remove') return text('cards.removed');
  return text('cards.charged', { date: day((last.answer.body as { chargedOn: string }).chargedOn) });
}

function button(deed: 'charge' | 'remove', card: SavedCard): HTMLElement {
  const element = create(
    'button',
    deed === 'charge' ? 'secondary' : 'quiet',
    text(`cards.${deed}`, { card: cardName(card) }),
  );
  element.type = 'button';
  element.dataset['deed'] = deed;
  element.dataset['card'] = card.cardId;
  return element;
}

function draw(): void {
  for (const element of list.querySelectorAll('button'))
    element.setAttribute('aria-disabled', String(busy || !isOffered));
  say(find('#cards-done', HTMLElement), wordsForLast());
  const refused = busy || !last || isDone(last) ? undefined : last.answer;
  showProblem(find('#cards-error', HTMLElement), 'cards.refused', refused, ofPaying);
}

const line = (card: SavedCard): HTMLElement =>
  create(
    'li',
    '',
    create('strong', '', cardName(card)),
    create('small', '', card.expiresAt === null ? '' : text('cards.expires', { date: day(card.expiresAt) })),
    create('div', 'deeds', button('charge', card), button('remove', card)),
  );

/** Draws the saved cards; `mayAct`: whether one can be charged or removed now. */
export function showCards(mayAct: boolean): void {
  isOffered = mayAct;
  const none = find('#cards-none', HTMLElement);
  none.hidden = cards.length > 0;
  say(none, text(isUnread ? 'cards.unread' : 'cards.none'));
  list.hidden = cards.length === 0;
  // A button that is drawn anew loses the focus.
  const next = JSON.stringify([language(), cards]);
  if (next !== drawn) list.replaceChildren(...cards.map(line));
  drawn = next;
  draw();
}

/** Reads the cards that the invoice's customer has saved. */
export async function readCards(invoiceId: string): Promise<void> {
  const { status, body } = await askShop('GET', `/pay/cards/${invoiceId}`);
  isUnread = status !== 200 && status !== 404;
  if (status === 200) ({ cards } = body as { cards: SavedCard[] });
  showCards(isOffered);
}

/** What was done before was about another invoice. */
export function forgetCards(): void {
  last = undefined;
  isUnread = false;
  cards = [];
}

/** Charges or removes a card when the merchant presses. `onDone` is called after each answer. */
export function listenToCards(current: () => string | undefined, onDone: () => void): void {
  const act = async (deed: 'charge' | 'remove', cardId: string, invoiceId: string) => {
    busy = true;
    draw();
    const answer =
      deed === 'remove'
        ? await askShop('POST', `/pay/cards/${cardId}/removal`, { invoiceId })
        : await askShop('POST', `/pay/cards/${cardId}/payments`, { key: keyFor({ cardId, invoiceId }), invoiceId });
    busy = false;
    last = { deed, answer };
    if (isDone(last)) done();
    draw();
    if (deed === 'remove' && isDone(last)) {
      await readCards(invoiceId);
      find('#cards-title', HTMLElement).focus();
    }
    onDone();
  };
  list.addEventListener('click', ({ target }) => {
    const element = target instanceof Element ? target.closest<HTMLElement>('[data-card]') : null;
    const invoiceId = current();
    if (!element || element.ariaDisabled === 'true' || invoiceId === undefined) return;
    void act(element.dataset['deed'] as 'charge' | 'remove', element.dataset['card'] ?? '', invoiceId);
  });
}
