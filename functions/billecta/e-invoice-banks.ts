import * as z from 'zod';
import { nothing, type Operation } from '../../shared/operation.ts';
import type { BillectaClient } from './client.ts';

/** EInvoiceBankTypeView, all 19 (billecta.md 8, seed 000 "E-invoice banks"). Not the banks of the account lookup. */
const banks = {
  OEB: 'Danske Bank',
  SEB: 'SEB',
  SHB: 'Handelsbanken',
  SKB: 'SkandiaBanken',
  FSPA: 'Swedbank och övriga Sparbanker',
  NB: 'Nordea',
  LFB: 'Länsförsäkringar',
  FINN: 'Sparbanken Finn',
  ICA: 'ICA Banken',
  SYD: 'Sparbanken Syd',
  DNB: 'DnB Nor',
  SBF: 'Swedbank (företag)',
  AAB: 'Ålandsbanken',
  DBF: 'Danske Bank (företag)',
  SEBF: 'SEB (företag)',
  SHBF: 'Handelsbanken (företag)',
  NBF: 'Nordea (företag)',
  FRX: 'Forex Bank',
  MARG: 'Marginalen Bank',
} as const;

export const eInvoiceBank = z
  .enum(Object.keys(banks))
  .meta({ description: "Code of the bank that receives this debtor's e-invoices", examples: ['SEB'] });

/** Banks that no longer take new customers (billecta.md 12, item 26): known in answers, not to be offered. */
const old = new Set(['FINN', 'FRX']);
const forCompanies = new Set(['SBF', 'DBF', 'SEBF', 'SHBF', 'NBF']);

const answer = z
  .strictObject({
    banks: z.array(
      z.strictObject({
        code: z.string(),
        name: z.string(),
        receivers: z.enum(['private', 'company']),
        isOffered: z
          .boolean()
          .meta({ description: 'False for the names of banks that are gone: hide them in a picker' }),
      }),
    ),
  })
  .meta({ id: 'EInvoiceBanks' });

/** The banks that receive e-invoices; Billecta has no call for it. */
export const listEInvoiceBanks: Operation<BillectaClient, object, z.infer<typeof answer>> = {
  name: 'list-e-invoice-banks',
  route: 'GET /v1/billecta/e-invoices/banks',
  summary: 'The banks that receive e-invoices',
  request: nothing,
  answer,
  call: () =>
    Promise.resolve({
      banks: Object.entries(banks).map(([code, name]) => ({
        code,
        name,
        receivers: forCompanies.has(code) ? ('company' as const) : ('private' as const),
        isOffered: !old.has(code),
      })),
    }),
};

/** EInvoiceBank on the wire, in DTO numbers (billecta.md 8). */
export const eInvoiceBankNumbers = {
  ...{ 0: 'OEB', 1: 'SEB', 2: 'SHB', 3: 'SKB', 4: 'FSPA', 5: 'NB', 6: 'LFB', 7: 'FINN', 9: 'ICA', 10: 'SYD' },
  ...{ 11: 'DNB', 12: 'SBF', 14: 'AAB', 15: 'DBF', 16: 'SEBF', 17: 'SHBF', 18: 'NBF', 19: 'FRX', 20: 'MARG' },
};
