import type { CardIntent } from './card-intents.ts';

interface Texts {
  title: string;
  simulated: string;
  pay: string;
  save: string;
  number: string;
  expires: string;
  code: string;
  madeUp: string;
  accept: string;
  refuse: string;
  leave: string;
  ended: Record<Exclude<CardIntent['status'], 'Pending'>, string>;
}

const sv: Texts = {
  title: 'Simulerat kortfönster',
  simulated: 'Inga pengar flyttas, och inget kort sparas på riktigt.',
  pay: 'Att betala',
  save: 'Kortet sparas för senare. Inget betalas nu.',
  number: 'Kortnummer',
  expires: 'Giltigt till',
  code: 'Säkerhetskod',
  madeUp: 'Billecta har inte publicerat några testkort. Siffrorna är påhittade, går inte att ändra och skickas inte.',
  accept: 'Godkänn kortet',
  refuse: 'Neka kortet',
  leave: 'Att stänga fönstret är också ett svar: då händer ingenting.',
  ended: { Succeeded: 'Kortet är godkänt. Fönstret är använt.', Failed: 'Kortet nekades. Fönstret är använt.' },
};

const en: Texts = {
  title: 'Simulated card window',
  simulated: 'No money moves, and no real card is saved.',
  pay: 'To pay',
  save: 'The card is saved for later. Nothing is paid now.',
  number: 'Card number',
  expires: 'Valid until',
  code: 'Security code',
  madeUp: 'Billecta has published no test cards. The digits are made up, cannot be changed and are not sent.',
  accept: 'Accept the card',
  refuse: 'Refuse the card',
  leave: 'To close the window is an answer too: then nothing happens.',
  ended: {
    Succeeded: 'The card is accepted. The window is used.',
    Failed: 'The card was refused. The window is used.',
  },
};

const texts: Record<string, Texts> = { SV: sv, EN: en };
const localeOf = (text: Texts) => (text === en ? 'en' : 'sv');

const field = (name: string, label: string, value: string) =>
  `<p class="field"><label for="${name}">${label}</label><input id="${name}" value="${value}" readonly autocomplete="off"></p>`;

const subjectOf = ({ subject }: CardIntent, text: Texts): string => {
  if (subject.kind === 'save') return `<p>${text.save}</p>`;
  const amount = new Intl.NumberFormat(localeOf(text), { style: 'currency', currency: 'SEK' });
  return `<dl><div><dt>${text.pay}</dt><dd>${amount.format(subject.invoice.amount.Value / 100)}</dd></div></dl>`;
};

const form = (path: string, text: Texts): string => `<form class="choices" method="post" action="${path}/approve">
${field('number', text.number, '0000 0000 0000 0000')}
<div class="pair">
${field('expires', text.expires, '12/99')}
${field('code', text.code, '000')}
</div>
<p class="hint">${text.madeUp}</p>
<p><button class="main">${text.accept}</button></p>
<p><button class="plain" formaction="${path}/fail">${text.refuse}</button></p>
<p class="hint">${text.leave}</p>
</form>`;

/**
 * The window in which the payer enters a card. The reference has no published test card numbers (billecta.md 5), so the
 * digits are made up and only shown: nobody is asked for a card of their own.
 */
export function cardWindowPage(intent: CardIntent): string {
  const { publicId, landing, status } = intent;
  const text = texts[landing.language] ?? sv;
  return `<!doctype html>
<html lang="${localeOf(text)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${text.title}</title>
<link rel="stylesheet" href="/card-window/page.css">
</head>
<body>
<main>
<h1>${text.title}</h1>
<p class="simulated">${text.simulated}</p>
${subjectOf(intent, text)}
${status === 'Pending' ? form(`/card-window/${publicId}`, text) : `<p data-standing="${status}">${text.ended[status]}</p>`}
</main>
</body>
</html>
`;
}
