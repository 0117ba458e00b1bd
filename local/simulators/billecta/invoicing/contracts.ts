import { inferredPaths } from '../../../../functions/billecta/paths.ts';
import { json } from '../../http.ts';
import type { ProviderRoute } from '../../provider-routes.ts';
import { billectaError, unknownCreditor } from '../errors.ts';
import { contractView, debtorOf, hasRecurrence, newContract, run, type Contract } from './contract.ts';
import { dayAt, midnight } from './days.ts';
import { invoiceRow } from './invoice-view.ts';
import { checkEntry, type Invoices } from './invoices.ts';
import { digitIds, type View, type ViewStore } from './store.ts';
import type { Course } from './timeline.ts';
import { bodyOf, emptyReply, textOf } from './wire.ts';

export interface Contracts extends Course {
  readonly routes: ProviderRoute[];
  /** Stores a contract, under an id of ten digits. @throws 400 for what it must have and lacks */
  add(view: View): string;
  all(): Contract[];
  clear(): void;
}

/** SearchResultView (billecta.md 6.1): all lists are there, and only that of the contracts has anything. */
const searchResult = (contracts: readonly View[]) => ({
  InvoiceActions: [],
  ReconciliationInvoiceActions: [],
  SelfInvoiceActions: [],
  DebtCollectionActions: [],
  InstallmentPlanActions: [],
  ContractInvoiceActions: contracts,
  SupplierInvoiceActions: null,
});

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
  /** What the night does with a contract whose day has come. */
  function bill(contract: Contract, day: string) {
    const entry = run(contract, day);
    if (!entry) return;
    const invoice = invoices.add(entry, midnight(day), contract.id);
    if (contract.view['AutoAttest'] === true) invoices.attest(invoice, midnight(day));
  }
  function add(view: View): string {
    checkEntry(view, debtors, products);
    if (!hasRecurrence(view)) throw billectaError(400, 'The contract does not say when it recurs');
    const contract = newContract(newId(), view, dayAt(now()));
    contracts.set(contract.id, contract);
    return contract.id;
  }
  return {
    add,
    all: () => [...contracts.values()],
    ahead: () =>
      [...contracts.values()].flatMap((contract) => {
        const day = contract.nextRun;
        return day === null ? [] : { at: midnight(day), happen: () => bill(contract, day) };
      }),
    clear: () => contracts.clear(),
    routes: [
      {
        method: 'POST',
        path: '/v1/contractinvoice/action',
        operation: 'contracts.create',
        handle({ body }) {
          const view = bodyOf(body);
          if (textOf(view['CreditorPublicId']) !== creditorPublicId) throw unknownCreditor();
          return json(200, { PublicId: add(view) });
        },
      },
      {
        method: 'GET',
        path: '/v1/contractinvoice/action/{id}',
        operation: 'contracts.read',
        handle: ({ param }) => json(200, contractView(found(param('id')))),
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
        ...inferredPaths['generated-invoices'],
        operation: 'contracts.invoices',
        unverified: 'path',
        handle({ param }) {
          const { id } = found(param('contractId'));
          return json(
            200,
            invoices
              .all()
              .filter(({ contractId }) => contractId === id)
              .map(invoiceRow),
          );
        },
      },
      {
        method: 'POST',
        path: '/v1/search/actions',
        operation: 'contracts.search',
        handle({ body }) {
          const wanted = bodyOf(body)['DebtorPublicIds'];
          const ids = Array.isArray(wanted) ? wanted.map(textOf) : [];
          const rows = [...contracts.values()].filter((contract) => ids.includes(debtorOf(contract)));
          return json(200, searchResult(rows.map(({ id }) => ({ ActionPublicId: id }))));
        },
      },
    ],
  };
}
