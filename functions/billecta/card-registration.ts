import * as z from 'zod';
import { defaultMaxBodyBytes } from '../../shared/http.ts';
import { unknownStatusHint, type PollingFlow } from '../../shared/polling-flow.ts';
import { cardHints, windowFields, windowRequest, windowUrl, type CardHint } from './card-window.ts';
import { card, cardsOf, type Card } from './cards.ts';
import type { BillectaClient } from './client.ts';
import { debtorParameters } from './debtors.ts';
import { instant, named } from './wire.ts';

const request = windowRequest.extend(debtorParameters.shape);

/** CreditCardAddView (billecta.md 5). */
export const cardAdd = z.looseObject({
  PublicId: z.string().min(1),
  DebtorPublicId: z.string().min(1),
  Status: named({ [-1]: 'Unknown', 0: 'Pending', 1: 'Succeeded', 2: 'Failed' }),
  AddWindowUrl: windowUrl,
  Created: instant,
});
type CardAdd = z.infer<typeof cardAdd>;

const viewOf = ({ AddWindowUrl }: CardAdd) => (AddWindowUrl ? { redirectUrl: AddWindowUrl } : {});

/** Saves a card of a debtor (billecta.md 5, seed 000 "Payments with saved credit cards"). Moves no money. */
export const cardRegistration: PollingFlow<BillectaClient, z.infer<typeof request>, CardHint, Card> = {
  name: 'card-registration',
  route: 'POST /v1/billecta/cards/registrations',
  summary: 'Start the saving of a card',
  request,
  result: card,
  hints: cardHints,
  failureImpact: 'People who save a card do not hear that it is saved; the clock ends their flows as expired.',
  machine: 'standard',
  movesMoney: false,
  showsCode: false,
  giveUpAfterSeconds: 1800,
  keepForSeconds: 7200,
  maxBodyBytes: defaultMaxBodyBytes,

  async start(client, { debtorId, ...window }) {
    const body = { DebtorPublicId: debtorId, ...windowFields(window) };
    const found = await client.post('cards.start', '/v1/debtors/addcreditcard', body, cardAdd);
    return { reference: found.PublicId, hint: 'card-window-open', view: viewOf(found) };
  },

  async poll(client, reference) {
    const path = `/v1/debtors/addcreditcard/${encodeURIComponent(reference)}`;
    const found = await client.get('cards.poll', path, cardAdd);
    switch (found.Status) {
      case 'Pending':
        return { status: 'pending', hint: 'card-window-open', view: viewOf(found) };
      case 'Succeeded': {
        const saved = savedBy(found, await cardsOf(client, found.DebtorPublicId));
        return saved ? { status: 'complete', result: saved } : { status: 'pending', hint: 'card-processing', view: {} };
      }
      case 'Failed':
        return { status: 'failed', hint: 'card-not-saved' };
      default:
        return { status: 'pending', hint: unknownStatusHint, view: {} };
    }
  },
};

/**
 * The card that the window has saved. No answer names it, so it is inferred: the newest of the debtor's, not older than
 * the intent (billecta.md 5). Two windows of one debtor at once can be taken for each other.
 */
const savedBy = ({ Created }: CardAdd, cards: readonly Card[]): Card | undefined =>
  cards
    .filter(({ savedAt }) => Created === null || (savedAt !== null && savedAt >= Created))
    .toSorted((one, other) => (other.savedAt ?? '').localeCompare(one.savedAt ?? ''))[0];
