import * as z from 'zod';
import { invoiceAnswer } from '../../functions/billecta/invoice-answer.ts';
import { callJson, misunderstood, passOn, problem, type Answer } from './answer.ts';
import { customersAt, externalIds } from './customers.ts';
import { booking, debtor, invoiceToSend, requestFor } from './invoice-request.ts';
import { connectMailbox } from './mailbox.ts';
import type { Invoice, InvoiceDeed, Trouble } from './page/invoice-shapes.ts';
import type { Call } from './page/shapes.ts';
import type { Sluss } from './sluss.ts';

/** The last of the four steps fails once. */
const faults = {
  busy: { kind: '429', count: 1, operation: 'invoices.attest', retryAfterSeconds: 1 },
  crash: { kind: '500', count: 1, operation: 'invoices.attest' },
};

const made = z.object({ debtorId: z.string(), invoiceId: z.string() });
const brokenOff = z.object({ ids: made });
const reachability = z.object({ isReachable: z.boolean() });
const eInvoiceBanks = z.object({
  banks: z.array(z.object({ code: z.string(), name: z.string(), receivers: z.string(), isOffered: z.boolean() })),
});

/** An invoice that is not there, or not the visitor's. */
export const unknownInvoice = (): Answer => problem(404, 'not-found', 'The shop knows no such invoice of yours.');

/** What a merchant's back office does with invoices. An invoice belongs to the visitor who made it: for others there is none. */
export function openInvoiceDesk(sluss: Sluss, simulatorUrl: string) {
  const customers = customersAt(sluss);
  const articleIdOf = externalIds('article');
  const mailbox = connectMailbox(simulatorUrl);
  const invoices = new Map<string, { visitor: string; debtorId: string }>();

  const pathOf = (invoiceId: string) => `/v1/billecta/invoices/${encodeURIComponent(invoiceId)}`;

  const debtorFor = (visitor: string) => (invoiceId: string) => {
    const invoice = invoices.get(invoiceId);
    return invoice?.visitor === visitor ? invoice.debtorId : undefined;
  };
  const isOwn = (invoiceId: string, visitor: string) => debtorFor(visitor)(invoiceId) !== undefined;

  async function control(calls: Call[], method: 'POST' | 'DELETE', body?: unknown) {
    const path = '/_simulator/faults';
    const { status } = await callJson(simulatorUrl + path, { method, body });
    calls.push({ from: 'bell', method, path, status });
  }

  /** What has not befallen Billecta when `act` is over befalls nobody else. */
  async function inTrouble<T>(calls: Call[], trouble: Trouble, act: () => Promise<T>): Promise<T> {
    if (trouble === 'none') return act();
    await control(calls, 'POST', faults[trouble]);
    const done = await act();
    await control(calls, 'DELETE');
    return done;
  }

  return {
    /** Who gets an invoice, if it is this visitor's. */
    debtorFor,

    /** The banks that take e-invoices for private persons. */
    async banks(): Promise<Answer> {
      const calls: Call[] = [];
      const answer = await sluss(calls, 'GET', '/v1/billecta/e-invoices/banks');
      if (answer.status !== 200) return passOn(answer, calls);
      const banks = eInvoiceBanks.parse(answer.body).banks.filter((bank) => bank.isOffered);
      return { status: 200, body: { banks: banks.filter(({ receivers }) => receivers === 'private') }, calls };
    },

    /** Whether Kivra reaches a person. Billecta answers for customers only, so the person becomes one. */
    async reach(body: unknown): Promise<Answer> {
      const parsed = debtor.safeParse(body);
      if (!parsed.success) return misunderstood();
      const calls: Call[] = [];
      const { answer, debtorId } = await customers.register(calls, parsed.data);
      if (debtorId === undefined) return passOn(answer, calls);
      const kivra = await sluss(calls, 'GET', `/v1/billecta/debtors/${debtorId}/kivra`);
      if (kivra.status !== 200) return passOn(kivra, calls);
      return { status: 200, body: reachability.parse(kivra.body), calls };
    },

    /** Sends an invoice; with the same key and invoice again it goes on where it broke off. */
    async send(body: unknown, visitor: string): Promise<Answer> {
      const parsed = invoiceToSend.safeParse(body);
      if (!parsed.success) return misunderstood();
      const { key, trouble, invoice } = parsed.data;
      const calls: Call[] = [];
      const updated = await customers.update(calls, invoice.debtor);
      if (updated && updated.status !== 200) return passOn(updated, calls);
      const request = requestFor(invoice, key, customers.idOf, articleIdOf);
      const answer = await inTrouble(calls, trouble, () =>
        sluss(calls, 'POST', '/v1/billecta/invoices', { body: request, key }),
      );
      const { invoiceId, debtorId } =
        made.safeParse(answer.body).data ?? brokenOff.safeParse(answer.body).data?.ids ?? {};
      if (invoiceId !== undefined && debtorId !== undefined) invoices.set(invoiceId, { visitor, debtorId });
      return { ...passOn(answer, calls), remembers: true };
    },

    async read(invoiceId: string, visitor: string): Promise<Answer> {
      if (!isOwn(invoiceId, visitor)) return unknownInvoice();
      const calls: Call[] = [];
      const answer = await sluss(calls, 'GET', pathOf(invoiceId));
      if (answer.status !== 200) return passOn(answer, calls);
      const invoice: Invoice = invoiceAnswer.parse(answer.body);
      return { status: 200, body: invoice, calls };
    },

    /** The file of an invoice, as `InvoiceFile`. */
    async file(invoiceId: string, visitor: string): Promise<Answer> {
      if (!isOwn(invoiceId, visitor)) return unknownInvoice();
      const calls: Call[] = [];
      return passOn(await sluss(calls, 'GET', `${pathOf(invoiceId)}/pdf`), calls);
    },

    /** Credits, books a payment, or deletes a draft. An unknown word is a 404. */
    async act(invoiceId: string, deed: string, body: unknown, visitor: string): Promise<Answer> {
      if (!isOwn(invoiceId, visitor)) return unknownInvoice();
      const calls: Call[] = [];
      if (deed === ('cancel' satisfies InvoiceDeed))
        return passOn(await sluss(calls, 'DELETE', pathOf(invoiceId)), calls);
      const kind = bookings.get(deed);
      if (kind === undefined) return problem(404, 'not-found', 'The desk has no such button.');
      const parsed = booking.safeParse(body);
      if (!parsed.success) return misunderstood();
      const { key, amount } = parsed.data;
      return passOn(await sluss(calls, 'POST', `${pathOf(invoiceId)}/${kind}`, { body: { amount }, key }), calls);
    },

    /** What the invoice's receiver has got: of this visitor's invoices, and only what is that receiver's. */
    async mail(invoiceId: string, visitor: string): Promise<Answer> {
      const debtorOf = debtorFor(visitor);
      const debtorId = debtorOf(invoiceId);
      if (debtorId === undefined) return unknownInvoice();
      const calls: Call[] = [];
      const mail = await mailbox.read(calls, debtorId, debtorOf);
      return mail
        ? { status: 200, body: { mail }, calls }
        : problem(502, 'simulator-unreachable', 'The simulator does not answer.', calls);
    },
  };
}

const bookings = new Map<string, string>([
  ['credit', 'credits'],
  ['payment', 'payments'],
] satisfies [InvoiceDeed, string][]);
