import { escaped } from '../hosted-page.ts';
import type { Payment } from './payments.ts';

/** What the payer or the bank can do on the page: the payer's two words, or the code that the payment fails with. */
export const phoneChoices = ['approve', 'decline', 'BANKIDCL', 'RF07', 'TM01', 'DS24'] as const;
export type PhoneChoice = (typeof phoneChoices)[number];

interface Texts {
  title: string;
  simulated: string;
  nothing: string;
  to: string;
  amount: string;
  message: string;
  signing: string;
  choices: Record<PhoneChoice, string>;
  ended: Record<Exclude<Payment['status'], 'CREATED'>, string>;
}

const sv: Texts = {
  title: 'Simulerad telefon med Swish',
  simulated: 'Inga pengar flyttas.',
  nothing: 'Ingen betalning väntar här.',
  to: 'Till',
  amount: 'Belopp',
  message: 'Meddelande',
  signing: 'Godkänd. Banken har inte svarat än.',
  choices: {
    approve: 'Betala',
    decline: 'Betala inte',
    BANKIDCL: 'Avbryt i BankID',
    RF07: 'Banken nekar',
    TM01: 'Låt tiden gå ut',
    DS24: 'Banken svarar aldrig',
  },
  ended: {
    PAID: 'Betalningen är klar.',
    DECLINED: 'Du valde att inte betala.',
    ERROR: 'Swish gav upp:',
    CANCELLED: 'Butiken har tagit tillbaka betalningen.',
  },
};

const en: Texts = {
  title: 'Simulated phone with Swish',
  simulated: 'No money moves.',
  nothing: 'No payment waits here.',
  to: 'To',
  amount: 'Amount',
  message: 'Message',
  signing: 'Approved. The bank has not answered yet.',
  choices: {
    approve: 'Pay',
    decline: 'Do not pay',
    BANKIDCL: 'Cancel in BankID',
    RF07: 'The bank refuses',
    TM01: 'Let the time run out',
    DS24: 'The bank never answers',
  },
  ended: {
    PAID: 'The payment is done.',
    DECLINED: 'You chose not to pay.',
    ERROR: 'Swish gave up:',
    CANCELLED: 'The shop has withdrawn the payment.',
  },
};

/** The payer's phone: the requests on it, each with what the payer or the bank can do. `query` leads back to this page. */
export function phonePage(payments: readonly Payment[], query: Record<string, string>): string {
  const language = query['language'] === 'en' ? 'en' : 'sv';
  const text = language === 'en' ? en : sv;
  const back = escaped(new URLSearchParams(query).toString());
  const amount = new Intl.NumberFormat(language, { style: 'currency', currency: 'SEK' });
  const row = (term: string, value: string) => `<div><dt>${term}</dt><dd>${escaped(value)}</dd></div>`;

  const choices = ({ id }: Payment) => {
    const button = (choice: PhoneChoice) =>
      `<form method="post" action="/phone/${id}/${choice}?${back}"><button class="${choice === 'approve' ? 'main' : 'plain'}">${text.choices[choice]}</button></form>`;
    return `<div class="choices">${phoneChoices.map(button).join('\n')}</div>`;
  };
  const standing = ({ status, errorCode, isSigning }: Payment) => {
    if (status === 'CREATED') return isSigning ? `<p data-standing="SIGNING">${text.signing}</p>` : '';
    const code = status === 'ERROR' ? ` ${errorCode ?? ''}` : '';
    return `<p data-standing="${status}">${text.ended[status]}${code}</p>`;
  };
  const card = (payment: Payment) => `<article data-payment="${payment.id}">
<dl>
${row(text.to, payment.request.payeeAlias)}
${row(text.amount, amount.format(payment.request.amount / 100))}
${payment.request.message === undefined ? '' : row(text.message, payment.request.message)}
</dl>
<div role="status">${standing(payment)}</div>
${payment.status === 'CREATED' && !payment.isSigning ? choices(payment) : ''}
</article>`;

  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${text.title}</title>
<link rel="stylesheet" href="/phone/page.css">
</head>
<body>
<main>
<h1>${text.title}</h1>
<p class="simulated">${text.simulated}</p>
${payments.length === 0 ? `<p>${text.nothing}</p>` : payments.map(card).join('\n')}
</main>
</body>
</html>
`;
}
