import type { Message } from '../../shared/polling-flow.ts';
import type { Donation, Organisation } from './autogiro-donor-request.ts';

/** A new approval is with the donor's bank for some bank days; how many is inferred (billecta.md 9). */
const approvalDays = 10;
const dayMilliseconds = 86_400_000;

/** The first day of this number, from a day on; one from 1 to 28. */
const nextOf = (dayOfMonth: number, from: string): string => {
  const [year = 0, month = 1, date = 1] = from.split('-').map(Number);
  const months = date > dayOfMonth ? month : month - 1;
  return new Date(Date.UTC(year, months, dayOfMonth)).toISOString().slice(0, 10);
};

const later = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMilliseconds).toISOString().slice(0, 10);

/**
 * When the first withdrawal can be. An invoice that comes before the bank has approved is not withdrawn (billecta.md 9),
 * and a contract bills on the night after it was made at the earliest (6.7).
 */
export const firstWithdrawalOf = (
  { dayOfMonth, start }: Pick<Donation, 'dayOfMonth' | 'start'>,
  today: string,
  isApproved: boolean,
): string => {
  const earliest = later(today, isApproved ? 1 : approvalDays);
  return nextOf(dayOfMonth, start !== undefined && start > earliest ? start : earliest);
};

const periods = {
  monthly: { sv: 'varje månad', en: 'every month' },
  quarterly: { sv: 'varje kvartal', en: 'every quarter' },
  yearly: { sv: 'varje år', en: 'every year' },
} as const satisfies Record<Donation['interval'], Message>;

const kronorOf = (öre: number, language: string): string => (öre / 100).toLocaleString(language);

/**
 * What the donor must have read for BankID's confirmation to be a proper approval (seed 000, donor guide): who withdraws,
 * how much, when and from where, what approving means, and how to end it. What the merchant's agreement with its bank asks
 * for beyond that is the merchant's to add on its page.
 */
export const approvalText = (
  { amount, interval, dayOfMonth, product }: Donation,
  { name, number, bankgiro }: Organisation,
  firstWithdrawal: string,
  isApproved: boolean,
): Message => {
  const facts = (words: { number: string; bankgiro: string }) =>
    [number && `${words.number} ${number}`, bankgiro && `${words.bankgiro} ${bankgiro}`].filter(Boolean).join(', ');
  const who = (words: { number: string; bankgiro: string }) => {
    const known = facts(words);
    return known === '' ? name : `${name} (${known})`;
  };
  const day = String(dayOfMonth);
  return {
    sv: [
      `Medgivande till autogiro för ${who({ number: 'organisationsnummer', bankgiro: 'bankgiro' })}.`,
      `Du ger ${kronorOf(amount, 'sv-SE')} kr ${periods[interval].sv} till: ${product.description}.`,
      isApproved
        ? 'Du har redan godkänt autogiro hos oss. Pengarna dras från kontot i det medgivandet, som visas här.'
        : 'Pengarna dras från det konto som du väljer här. Med BankID har du visat vem du är och att kontot är ditt.',
      `Pengarna dras den ${day} i månaden, första gången ${firstWithdrawal}, eller nästa bankdag om banken har stängt.`,
      'Det måste finnas pengar på kontot när dagen börjar. Annars kan banken försöka igen de närmaste bankdagarna.',
      `När du bekräftar godkänner du att ${name} begär dragningarna hos din bank, och att dina person- och kontouppgifter lämnas till banken och Bankgirot för det.`,
      `Medgivandet gäller tills vidare. Du kan när som helst avsluta det hos ${name} eller hos din bank. Vill du stoppa en enstaka dragning, säg till senast dagen före, gärna tidigare.`,
    ].join('\n'),
    en: [
      `Direct debit approval (autogiro) for ${who({ number: 'organisation number', bankgiro: 'bankgiro' })}.`,
      `You give SEK ${kronorOf(amount, 'en-GB')} ${periods[interval].en} to: ${product.description}.`,
      isApproved
        ? 'You have approved direct debit to us before. The money is withdrawn from the account of that approval, which is shown here.'
        : 'The money is withdrawn from the account that you choose here. With BankID you have shown who you are and that the account is yours.',
      `The money is withdrawn on day ${day} of the month, for the first time on ${firstWithdrawal}, or on the next bank day if banks are closed.`,
      'There must be money in the account when the day begins. If not, the bank may try again on the next bank days.',
      `By confirming you allow ${name} to request the withdrawals from your bank, and your identity and account details to be given to the bank and Bankgirot for that.`,
      `The approval holds until further notice. You may end it at any time, with ${name} or with your bank. To stop a single withdrawal, say so no later than the day before, and sooner if you can.`,
    ].join('\n'),
  };
};
