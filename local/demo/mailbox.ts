import * as z from 'zod';
import { callJson } from './answer.ts';
import type { Delivered } from './page/invoice-shapes.ts';
import type { Call } from './page/shapes.ts';

const letter = z.object({
  invoiceId: z.string(),
  method: z.string(),
  to: z.string(),
  invoiceNumber: z.string().nullable(),
  ocr: z.string().nullable(),
  dueDate: z.string(),
  amount: z.int(),
  rows: z.array(z.string()),
});
const delivered = letter.extend({ debtorId: z.string() });
const log = z.object({ deliveries: z.array(delivered) });

/** Invoices of one visitor, and who gets them. */
export type DebtorOf = (invoiceId: string) => string | undefined;

/** What one receiver has got of the visitor's invoices; of everybody else's nothing. */
export const mailFor = (debtorId: string, debtorOf: DebtorOf, all: readonly z.infer<typeof delivered>[]): Delivered[] =>
  all
    .filter((each) => each.debtorId === debtorId && debtorOf(each.invoiceId) === debtorId)
    .map((each) => letter.parse(each));

/** The receivers' mailboxes as the simulated Billecta fills them. */
export function connectMailbox(simulatorUrl: string) {
  const path = '/_simulator/deliveries';
  return {
    /** Undefined when the simulator does not answer. */
    async read(calls: Call[], debtorId: string, debtorOf: DebtorOf): Promise<Delivered[] | undefined> {
      const { status, body } = await callJson(simulatorUrl + path, { method: 'GET' });
      calls.push({ from: 'phone', method: 'GET', path, status });
      const all = log.safeParse(body).data?.deliveries;
      return all && mailFor(debtorId, debtorOf, all);
    },
  };
}
