import * as z from 'zod';
import { nothing, type Operation } from '../../shared/operation.ts';
import type { BillectaClient } from './client.ts';
import { text } from './common.ts';
import { debtorParameters, type DebtorParameters } from './debtors.ts';
import { instant } from './wire.ts';

/** What is read of a DebtorView to see its cards (billecta.md 5); all else of the person is dropped here, at the edge. */
export const debtorWithCards = z.looseObject({
  CreditCards: z
    .array(
      z.looseObject({
        CreditCardPublicId: z.string().min(1),
        Created: instant,
        Expires: instant,
        MaskedCardNumber: text,
        Brand: text,
      }),
    )
    .nullish(),
});

/** A saved card; never a whole number. */
export const card = z
  .strictObject({
    cardId: z.string(),
    maskedNumber: z.string().nullable(),
    brand: z.string().nullable(),
    expiresAt: z.iso.datetime().nullable(),
    savedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Card' });
export type Card = z.infer<typeof card>;

/** The cards that are saved for a debtor, as Billecta lists them. */
export const cardsOf = async (client: BillectaClient, debtorId: string): Promise<readonly Card[]> => {
  const path = `/v1/debtors/debtor/${encodeURIComponent(debtorId)}`;
  const { CreditCards } = await client.get('debtors.read-cards', path, debtorWithCards);
  return (CreditCards ?? []).map((each) => ({
    cardId: each.CreditCardPublicId,
    maskedNumber: each.MaskedCardNumber,
    brand: each.Brand,
    expiresAt: each.Expires,
    savedAt: each.Created,
  }));
};

const listed = z.strictObject({ cards: z.array(card) }).meta({ id: 'Cards' });

/** The cards that a debtor has saved (billecta.md 5). */
export const listCards: Operation<BillectaClient, object, z.infer<typeof listed>, DebtorParameters> = {
  name: 'list-cards',
  route: 'GET /v1/billecta/debtors/{debtorId}/cards',
  summary: 'The cards that a debtor has saved',
  parameters: debtorParameters,
  request: nothing,
  answer: listed,
  call: async (connect, _, { debtorId }) => ({ cards: [...(await cardsOf(await connect(), debtorId))] }),
};

export const cardParameters = z.strictObject({ cardId: z.guid() });
export type CardParameters = z.infer<typeof cardParameters>;
const removed = z.strictObject({ cardId: z.string() }).meta({ id: 'RemovedCard' });

/** Removes a saved card (billecta.md 5). Inferred: that the id is the card's, not that of the intent that saved it. */
export const removeCard: Operation<BillectaClient, object, z.infer<typeof removed>, CardParameters> = {
  name: 'remove-card',
  route: 'DELETE /v1/billecta/cards/{cardId}',
  summary: 'Remove a saved card',
  parameters: cardParameters,
  request: nothing,
  answer: removed,
  async call(connect, _, { cardId }) {
    await (await connect()).delete('cards.remove', `/v1/debtors/addcreditcard/${encodeURIComponent(cardId)}`);
    return { cardId };
  },
};
