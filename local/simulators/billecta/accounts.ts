import { personOf } from '../people.ts';
import { banks, type Bank } from './banks.ts';

const madeUp = [
  { AccountNo: '0000018', Name: 'Privatkonto', Type: 'Lönekonto', AutogiroCompatible: 'Approved', öre: 1_234_550 },
  { AccountNo: '0000026', Name: 'Sparkonto', Type: 'Sparkonto', AutogiroCompatible: 'Unapproved', öre: 8_700_000 },
  { AccountNo: '0000034', Name: 'Gemensamt konto', Type: 'Konto', AutogiroCompatible: 'Unknown', öre: 0 },
] as const;

/** The person's accounts in the bank as BankAccountView[] (billecta.md 3): one of each kind of autogiro compatibility. */
export function accountsOf(personalNumber: string, bank: Bank) {
  const { givenName, surname } = personOf(personalNumber);
  const { clearingNo, ibanCode } = banks[bank];
  return madeUp.map(({ öre, ...account }) => ({
    ...account,
    Number: `${clearingNo}-${account.AccountNo}`,
    ClearingNo: clearingNo,
    Iban: iban(ibanCode, `${clearingNo}${account.AccountNo}`),
    HolderName: `${givenName} ${surname}`,
    Balance: { CurrencyCode: 'SEK', Value: öre, ValueForView: öre / 100 },
  }));
}

/** A Swedish IBAN with correct check digits (ISO 13616): bank code and account number in 20 digits. */
function iban(bankCode: string, number: string): string {
  const account = `${bankCode}${number.padStart(17, '0')}`;
  const countryAndZeros = '281400'; // S is 28, E is 14
  const check = 98n - (BigInt(`${account}${countryAndZeros}`) % 97n);
  return `SE${check.toString().padStart(2, '0')}${account}`;
}
