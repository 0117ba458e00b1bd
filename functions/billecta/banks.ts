import * as z from 'zod';
import type { Operation } from '../../shared/operation.ts';
import type { BillectaClient } from './client.ts';

/** BankAccountBankTypeView (billecta.md section 3). Not the list of the e-invoice banks. Two names are inferred there. */
const names = {
  OEB: 'Danske Bank',
  SHB: 'Handelsbanken',
  ICA: 'ICA Banken',
  LFB: 'Länsförsäkringar',
  NB: 'Nordea',
  SBAB: 'SBAB',
  SEB: 'SEB',
  SKB: 'SkandiaBanken',
  SYD: 'Sparbanken Syd',
  FSPA: 'Swedbank',
  FSPASB: 'Sparbankerna',
} as const;

export const bank = z.enum(Object.keys(names)).meta({ description: "A bank's code", examples: ['SEB'] });

const answer = z
  .strictObject({ banks: z.array(z.strictObject({ code: z.string(), name: z.string() })) })
  .meta({ id: 'Banks' });

/** The banks whose accounts can be looked up; Billecta has no call for it. */
export const listBanks: Operation<BillectaClient, object, z.infer<typeof answer>> = {
  name: 'list-banks',
  route: 'GET /v1/billecta/bank-accounts/banks',
  summary: 'The banks at which accounts can be looked up',
  request: z.strictObject({}),
  answer,
  call: () => Promise.resolve({ banks: Object.entries(names).map(([code, name]) => ({ code, name })) }),
};
