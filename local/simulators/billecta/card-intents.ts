import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { billectaError } from './errors.ts';
import { dateTime } from './identity.ts';
import type { PayableInvoice } from './invoicing/payable.ts';
import type { View, ViewStore } from './invoicing/store.ts';

/** What a card window is opened for. */
export type CardSubject = { kind: 'save'; debtorPublicId: string } | { kind: 'pay'; invoice: PayableInvoice };

export interface Landing {
  readonly successUrl: string;
  readonly failureUrl: string;
  readonly language: string;
}

export interface CardIntent {
  readonly publicId: string;
  readonly subject: CardSubject;
  readonly landing: Landing;
  readonly createdAt: number;
  status: 'Pending' | 'Succeeded' | 'Failed';
  endedAt: number | null;
}

export interface CardIntents {
  /** @throws what Billecta answers when there is no such debtor */
  start(subject: CardSubject, landing: Landing): CardIntent;
  find(publicId: string): CardIntent | undefined;
  /** The payer is done in the window. @returns false when it had ended before */
  end(intent: CardIntent, status: 'Succeeded' | 'Failed'): boolean;
  /** @throws what Billecta answers when there is no such card */
  demand(cardPublicId: string): void;
  /** @throws as `demand` */
  remove(cardPublicId: string): void;
  clear(): void;
}

const cardsOf = (debtor: View | undefined): readonly View[] => {
  const cards = debtor?.['CreditCards'];
  return Array.isArray(cards) ? (cards as View[]) : [];
};

/** Card windows at the clock's time, and the cards that were saved in them, which stand on their debtors. */
export function cardIntents(debtors: ViewStore, clock: Clock): CardIntents {
  const intents = new Map<string, CardIntent>();
  const holderOf = (cardPublicId: string): [id: string, debtor: View] => {
    const holder = debtors
      .all()
      .find(([, debtor]) => cardsOf(debtor).some(({ CreditCardPublicId }) => CreditCardPublicId === cardPublicId));
    if (!holder) throw billectaError(404, 'The card was not found');
    return holder;
  };
  const save = (debtorPublicId: string, card: View) => {
    const debtor = debtors.find(debtorPublicId);
    if (debtor) debtors.replace(debtorPublicId, { ...debtor, CreditCards: [...cardsOf(debtor), card] });
  };
  return {
    start(subject, landing) {
      if (subject.kind === 'save' && !debtors.find(subject.debtorPublicId))
        throw billectaError(404, 'The debtor was not found');
      const publicId = randomUUID();
      const createdAt = clock.now();
      const intent: CardIntent = { publicId, subject, landing, createdAt, status: 'Pending', endedAt: null };
      intents.set(publicId, intent);
      return intent;
    },
    find: (publicId) => intents.get(publicId),
    end(intent, status) {
      if (intent.status !== 'Pending') return false;
      const now = clock.now();
      Object.assign(intent, { status, endedAt: now });
      if (status === 'Failed') return true;
      if (intent.subject.kind === 'pay') intent.subject.invoice.pay();
      else save(intent.subject.debtorPublicId, cardView(now));
      return true;
    },
    demand(cardPublicId) {
      holderOf(cardPublicId);
    },
    remove(cardPublicId) {
      const [id, debtor] = holderOf(cardPublicId);
      const CreditCards = cardsOf(debtor).filter(({ CreditCardPublicId }) => CreditCardPublicId !== cardPublicId);
      debtors.replace(id, { ...debtor, CreditCards });
    },
    clear() {
      intents.clear();
    },
  };
}

/** DebtorCreditCardView; the digits are made up. */
const cardView = (savedAt: number): View => ({
  CreditCardPublicId: randomUUID(),
  Created: dateTime(savedAt),
  Expires: dateTime(savedAt + 2 * 365 * 24 * 60 * 60 * 1000),
  MaskedCardNumber: '************0000',
  Brand: 'visa',
});
