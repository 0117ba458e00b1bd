import { inferredPaths } from '../../../../functions/billecta/paths.ts';
import { json } from '../../http.ts';
import type { ProviderRoute } from '../../provider-routes.ts';
import { billectaError, unknownCreditor } from '../errors.ts';
import { addDays, type Contract, dayAt, hasRecurrence, newContract, run } from './contract.ts';
import { checkEntry, type Invoices } from './invoices.ts';
import { digitIds, type ViewStore } from './store.ts';
import { bodyOf, emptyReply, textOf } from './wire.ts';

export interface Contracts {
  readonly routes: ProviderRoute[];
  /** Makes the invoices of every night that has passed. */
  catchUp(): void;
  clear(): void;
}

export function contractInvoices(
  creditorPublicId: string,
  { invoices, debtors, products }: { invoices: Invoices; debtors: ViewStore; products: ViewStore },
  now: () => number,
): Contracts {
  const contracts = new Map<string, Contract>();
  const newId = digitIds(2_000_000_001);
  const found = (id: string): Contract => {
    const contract = contracts.get(id);
    if (!contract) throw billectaError(404, 'The contract was not found');
    return contract;
  };
  const pausing = (isPaused: boolean) => (id: string) => {
    const contract = found(id);
    if (contract.isPaused === isPaused) throw billectaError(400, 'The contract does not allow it now');
    contract.isPaused = isPaused;
    return emptyReply;
  };
  const pause = pausing(true);
  const resume = pausing(false);
  return {
    catchUp() {
      for (const [id, contract] of contracts) {
        for (const day of run(contract, dayAt(now()))) {
          const { view } = contract;
          const terms = typeof view['PaymentTermsInDays'] === 'number' ? view['PaymentTermsInDays'] : 30;
          const entry = { ...view, InvoiceDate: `${day}T00:00:00`, DueDate: `${addDays(day, terms)}T00:00:00` };
          const invoice = invoices.find(invoices.add(entry, now(), id));
          if (invoice && view['AutoAttest'] === true) invoices.attest(invoice, now());
        }
      }
    },
    clear: () => contracts.clear(),
    routes: [
      {
        method: 'POST',
        path: '/v1/contractinvoice/action',
        operation: 'contracts.create',
        handle({ body }) {
          const view = bodyOf(body);
          if (textOf(view['CreditorPublicId']) !== creditorPublicId) throw unknownCreditor();
          checkEntry(view, debtors, products);
          if (!hasRecurrence(view)) throw billectaError(400, 'The contract does not say when it recurs');
          const id = newId();
          contracts.set(id, newContract(view, dayAt(now())));
          return json(200, { PublicId: id });
        },
      },
      {
        method: 'GET',
        path: '/v1/contractinvoice/action/{id}',
        operation: 'contracts.read',
        handle({ param }) {
          const { view, isPaused, lastRun, nextRun } = found(param('id'));
          const time = (day: string | null) => (day === null ? null : `${day}T00:00:00`);
          return json(200, {
            ...view,
            ActionPublicId: param('id'),
            State: {
              Stage: lastRun === null ? 'Created' : 'InvoiceCreated',
              LastRunDate: time(lastRun),
              NextRunDate: time(nextRun),
              IsPaused: isPaused,
              CanPause: !isPaused,
              CanResume: isPaused,
            },
          });
        },
      },
      {
        method: 'PUT',
        path: '/v1/contractinvoice/pause/{id}',
        operation: 'contracts.pause',
        handle: ({ param }) => pause(param('id')),
      },
      {
        ...inferredPaths['resume-contract'],
        operation: 'contracts.resume',
        unverified: 'path',
        handle: ({ param }) => resume(param('contractId')),
      },
      {
        method: 'POST',
        path: '/v1/search/actions',
        operation: 'contracts.search',
        unverified: 'shape',
        handle({ body }) {
          const wanted = bodyOf(body)['DebtorPublicIds'];
          const ids = Array.isArray(wanted) ? wanted.map(textOf) : [];
          const rows = [...contracts].filter(([, { view }]) => ids.includes(textOf(view['DebtorPublicId'])));
          return json(200, { Actions: rows.map(([id]) => ({ ActionPublicId: id })) });
        },
      },
    ],
  };
}
