import { expect, it } from 'vitest';
import { accountNumber, clearingNumber } from '../../shared/bank-account-number.ts';
import { bankgiro, plusgiro } from '../../shared/giro-number.ts';
import { organisationNumber } from '../../shared/organisation-number.ts';
import { postcode } from '../../shared/postcode.ts';
import { quantity, vatRate } from '../../shared/vat.ts';

it.each([
  ['organisation number', organisationNumber, '555555-5555', '5555555555'],
  ['organisation number', organisationNumber, '5568885643', '5568885643'],
  ['organisation number', organisationNumber, '5568885645', undefined],
  ['organisation number that is a person’s', organisationNumber, '8001139297', undefined],
  ['organisation number', organisationNumber, '16556888-5645', undefined],
  ['bankgiro', bankgiro, '5050-1055', '50501055'],
  ['bankgiro', bankgiro, '991-2346', '9912346'],
  ['bankgiro', bankgiro, '5050-1056', undefined],
  ['bankgiro', bankgiro, '505-01055', undefined],
  ['plusgiro', plusgiro, '4 15 85-1', '415851'],
  ['plusgiro', plusgiro, '415851', '415851'],
  ['plusgiro', plusgiro, '415852', undefined],
  ['plusgiro', plusgiro, '8', undefined],
  ['plusgiro', plusgiro, '123456789', undefined],
  ['clearing number', clearingNumber, '5000', '5000'],
  ['clearing number', clearingNumber, '8327-9', '83279'],
  ['clearing number', clearingNumber, '50001', undefined],
  ['clearing number', clearingNumber, '0123', undefined],
  ['account number', accountNumber, '123 456 789-0', '1234567890'],
  ['account number', accountNumber, '12345678901', undefined],
  ['account number', accountNumber, '1234', undefined],
  ['postcode', postcode, '123 45', '12345'],
  ['postcode', postcode, '02345', undefined],
  ['postcode', postcode, '1234', undefined],
  ['VAT', vatRate, 6, 6],
  ['VAT', vatRate, 20, undefined],
  ['quantity', quantity, 1.125, 1.125],
  ['quantity', quantity, 1.0625, undefined],
  ['quantity', quantity, 0, undefined],
])('%s: %#', (_, schema, given, taken) => {
  expect(schema.safeParse(given).data).toBe(taken);
});
