import * as z from 'zod';
import { qrImage } from '../simulators/billecta/qr.ts';
import { misunderstood, passOn, problem, type Answer } from './answer.ts';
import { landingPath } from './files.ts';
import { unknownInvoice } from './invoice-desk.ts';
import type { DebtorOf } from './mailbox.ts';
import type { SavedCard, Way } from './page/pay-shapes.ts';
import type { Call } from './page/shapes.ts';
import type { PaidFlows } from './paid-flows.ts';
import type { Sluss } from './sluss.ts';

const paths = new Map<string, string>([
  ['swish', '/v1/billecta/swish/invoice-payments'],
  ['card', '/v1/billecta/cards/invoice-payments'],
  ['registration', '/v1/billecta/cards/registrations'],
] satisfies [Way, string][]);

const aboutInvoice = z.strictObject({ invoiceId: z.string() });
const asked = aboutInvoice.extend({ key: z.uuid() });
const askedFlow = asked.extend({ phone: z.string().optional() });
const code = z.strictObject({ qrContent: z.string().max(100) });

const savedCards = z.object({
  cards: z.array(
    z.object({
      cardId: z.string(),
      ...{ maskedNumber: z.string().nullable(), brand: z.string().nullable(), expiresAt: z.string().nullable() },
    }),
  ),
});

const noCard = () => problem(404, 'not-found', 'The customer has no such card.');

/** What a merchant's server does to have an invoice paid. `debtorFor` says who gets which of a visitor's invoices. */
export function openPayDesk(
  sluss: Sluss,
  flows: PaidFlows,
  debtorFor: (visitor: string) => DebtorOf,
  shopUrl: () => string,
) {
  const holders = new Map<string, string>();

  const requestFor = (
    way: string,
    { invoiceId, phone }: z.infer<typeof askedFlow>,
    debtorId: string,
    language: string,
  ) => {
    if (way === ('swish' satisfies Way)) return { invoiceId, phone };
    const landing = shopUrl() + landingPath;
    const window = { successUrl: landing, failureUrl: landing, language: language.startsWith('sv') ? 'sv' : 'en' };
    return way === ('registration' satisfies Way) ? { debtorId, ...window } : { invoiceId, ...window };
  };

  const isHolder = (cardId: string, debtorId: string | undefined) =>
    debtorId !== undefined && holders.get(cardId) === debtorId;

  return {
    /** Starts a flow; the same key and request again is the same flow. An unknown way is a 404. */
    async start(way: string, body: unknown, visitor: string, language: string): Promise<Answer> {
      const path = paths.get(way);
      if (path === undefined) return problem(404, 'not-found', 'The shop knows no such way to pay.');
      const parsed = askedFlow.safeParse(body);
      if (!parsed.success) return misunderstood();
      const debtorId = debtorFor(visitor)(parsed.data.invoiceId);
      if (debtorId === undefined) return unknownInvoice();
      const { key } = parsed.data;
      const request = requestFor(way, parsed.data, debtorId, language);
      const calls: Call[] = [];
      const answer = await sluss(calls, 'POST', path, {
        body: { ...request, merchantReference: `demo-${key.slice(0, 8)}` },
        key,
        language,
      });
      if (answer.status !== 201) return passOn(answer, calls);
      return { status: 201, body: flows.take(answer.body, visitor), calls };
    },

    /** The picture of what a Swish app scans. */
    draw(body: unknown): Answer {
      const parsed = code.safeParse(body);
      return parsed.success ? { status: 200, body: { qr: qrImage(parsed.data.qrContent) } } : misunderstood();
    },

    /** The cards that the invoice's customer has saved. */
    async cards(invoiceId: string, visitor: string): Promise<Answer> {
      const debtorId = debtorFor(visitor)(invoiceId);
      if (debtorId === undefined) return unknownInvoice();
      const calls: Call[] = [];
      const answer = await sluss(calls, 'GET', `/v1/billecta/debtors/${debtorId}/cards`);
      if (answer.status !== 200) return passOn(answer, calls);
      const cards: SavedCard[] = savedCards.parse(answer.body).cards;
      for (const { cardId } of cards) holders.set(cardId, debtorId);
      return { status: 200, body: { cards }, calls };
    },

    /** Has an invoice charged on a card of its customer. */
    async charge(cardId: string, body: unknown, visitor: string): Promise<Answer> {
      const parsed = asked.safeParse(body);
      if (!parsed.success) return misunderstood();
      const { key, invoiceId } = parsed.data;
      if (!isHolder(cardId, debtorFor(visitor)(invoiceId))) return noCard();
      const calls: Call[] = [];
      const path = `/v1/billecta/cards/${cardId}/payments`;
      return passOn(await sluss(calls, 'POST', path, { body: { invoiceId }, key }), calls);
    },

    /** Removes a card of the invoice's customer. */
    async remove(cardId: string, body: unknown, visitor: string): Promise<Answer> {
      const parsed = aboutInvoice.safeParse(body);
      if (!parsed.success) return misunderstood();
      if (!isHolder(cardId, debtorFor(visitor)(parsed.data.invoiceId))) return noCard();
      const calls: Call[] = [];
      return passOn(await sluss(calls, 'DELETE', `/v1/billecta/cards/${cardId}`), calls);
    },
  };
}
