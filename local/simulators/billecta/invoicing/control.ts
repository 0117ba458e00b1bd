import * as z from 'zod';
import { controlBody, controlError } from '../../control.ts';
import { json, type Route } from '../../http.ts';
import type { Approvals } from './approvals.ts';
import { contractView } from './contract.ts';
import type { Contracts } from './contracts.ts';
import { book, debtorOf, left } from './invoice.ts';
import type { InvoiceCourse } from './invoice-course.ts';
import { stageOf } from './invoice-view.ts';
import type { Invoices } from './invoices.ts';
import type { ViewStore } from './store.ts';

const payment = z.strictObject({ öre: z.int().positive().optional() });
const refusal = z.strictObject({ count: z.int().positive().default(1) });

interface Controlled {
  debtors: ViewStore;
  invoices: Invoices;
  contracts: Contracts;
  approvals: Approvals;
  course: InvoiceCourse;
  now: () => number;
}

/** The part of the control API that plays who pays invoices, and the bank that has the approvals. */
export function invoicingControlRoutes(controlled: Controlled): Route[] {
  const { debtors, invoices, contracts, approvals, course, now } = controlled;
  const list = (name: string, all: () => unknown[]): Route => ({
    method: 'GET',
    path: `/_simulator/${name}`,
    handle: () => json(200, { [name]: all().reverse() }),
  });
  /** An approval has no id of its own, so its debtor's names it. */
  const onApproval = (action: string, from: string[], act: (debtorId: string, body: unknown) => void): Route => ({
    method: 'POST',
    path: `/_simulator/approvals/{debtorId}/${action}`,
    handle({ param, body }) {
      const debtorId = param('debtorId');
      const stage = approvals.stageOf(debtorId);
      if (stage === undefined) throw controlError(404, 'No such approval');
      if (!from.includes(stage)) throw controlError(409, `The approval is ${stage}`);
      act(debtorId, body);
      return json(200, { debtorId, stage: approvals.stageOf(debtorId) });
    },
  });
  return [
    list('debtors', () => debtors.all().map(([, view]) => view)),
    list('invoices', () =>
      invoices.all().map((invoice) => ({
        invoiceId: invoice.id,
        debtorId: debtorOf(invoice),
        contractId: invoice.contractId,
        stage: stageOf(invoice),
        left: invoice.number === null ? null : left(invoice),
        paid: invoice.paid,
        credited: invoice.credited,
        events: invoice.events.map(({ type }) => type),
      })),
    ),
    list('contracts', () => contracts.all().map(contractView)),
    {
      method: 'POST',
      path: '/_simulator/invoices/{invoiceId}/pay',
      handle({ param, body }) {
        const invoice = invoices.find(param('invoiceId'));
        if (!invoice) throw controlError(404, 'No such invoice');
        if (invoice.attestedAt === null) throw controlError(409, 'The invoice is not attested');
        const { öre = left(invoice) } = controlBody(payment, body ?? {});
        if (öre <= 0) throw controlError(409, 'Nothing is left to pay');
        book(invoice, 'paid', öre, now());
        return json(200, { invoiceId: invoice.id, stage: stageOf(invoice), left: left(invoice) });
      },
    },
    onApproval('approve', ['Pending'], (debtorId) => approvals.settle(debtorId, 'Approved', now())),
    onApproval('fail', ['Pending'], (debtorId) => approvals.settle(debtorId, 'Failed', now())),
    onApproval('remove', ['Pending', 'Approved'], (debtorId) => approvals.settle(debtorId, 'Removed', now())),
    onApproval('refuse-withdrawals', ['Pending', 'Approved'], (debtorId, body) =>
      course.refuse(debtorId, controlBody(refusal, body ?? {}).count),
    ),
  ];
}
