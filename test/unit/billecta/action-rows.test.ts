import { describe, expect, it } from 'vitest';
import { actionRows, contractRows } from '../../../functions/billecta/action-rows.ts';

const rows = [{ ActionPublicId: '42', DebtorName: 'Vera Exempel' }, { ActionPublicId: '43' }];
const ids = (found: readonly { ActionPublicId: string }[] | undefined) =>
  found?.map(({ ActionPublicId }) => ActionPublicId);

describe('the contracts of a search', () => {
  const others = {
    InvoiceActions: [],
    ReconciliationInvoiceActions: [],
    SelfInvoiceActions: [],
    DebtCollectionActions: [],
    InstallmentPlanActions: [],
    SupplierInvoiceActions: null,
  };

  it.each([
    ['beside lists that are empty', { ...others, ContractInvoiceActions: rows }, ['42', '43']],
    [
      'beside invoices',
      { ...others, InvoiceActions: [{ ActionPublicId: '7' }], ContractInvoiceActions: rows },
      ['42', '43'],
    ],
    ['that has none', { ...others, ContractInvoiceActions: [] }, []],
    ['that has no list of them', { ...others, ContractInvoiceActions: null }, []],
    ['that does not say', others, undefined],
  ])('%s', (_, view, expected) => {
    expect(ids(contractRows.parse(view))).toEqual(expected);
  });

  it.each([[rows], [{ ContractInvoiceActions: [{ ActionPublicId: null }] }], ['none'], [null]])(
    'are not to be had from %j',
    (view) => {
      expect(contractRows.safeParse(view).success).toBe(false);
    },
  );
});

describe('the rows of a list', () => {
  it.each([
    ['an array', rows, ['42', '43']],
    ['the only array of an object', { Total: 2, Rows: rows }, ['42', '43']],
    ['an object without an array', { Total: 2 }, undefined],
    ['an object with two, of which one is empty', { Others: [], Rows: rows }, undefined],
  ])('in %s', (_, view, expected) => {
    expect(ids(actionRows.parse(view))).toEqual(expected);
  });
});
