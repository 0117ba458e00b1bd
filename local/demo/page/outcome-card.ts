import { create, find, say } from './dom.ts';
import type { Account, Outcome } from './shapes.ts';
import { text, type TextKey } from './text.ts';

const details = find('#outcome-details', HTMLElement);

/** How a flow ended, for the card: with an outcome of the shop's, or with words about why not. */
export type Ending = { outcome: Outcome } | { title: TextKey; words: string };

function list(rows: [TextKey, string][]): HTMLElement {
  return create('dl', '', ...rows.flatMap(([key, value]) => [create('dt', '', text(key)), create('dd', '', value)]));
}

function choice(accounts: Account[]): HTMLElement {
  const chosen = create('p', 'chosen');
  chosen.role = 'status';
  const options = accounts.map(({ label, name, autogiro }) => {
    const input = create('input', '');
    input.type = 'radio';
    input.name = 'account';
    input.disabled = autogiro === 'unapproved';
    input.addEventListener('change', () => say(chosen, text('chosen', { account: label })));
    const words = create('span', '', create('strong', '', name), create('span', 'number', label));
    return create('label', 'account', input, words, create('small', autogiro, text(`autogiro.${autogiro}`)));
  });
  return create(
    'div',
    '',
    create('fieldset', 'accounts', create('legend', 'unseen', text('accounts')), ...options),
    chosen,
  );
}

function draw(title: string, words: string, ...children: HTMLElement[]): void {
  say(find('#outcome-title', HTMLElement), title);
  say(find('#outcome-text', HTMLElement), words);
  details.replaceChildren(...children);
}

/** Draws how the flow ended. */
export function showEnding(ending: Ending): void {
  if (!('outcome' in ending)) {
    draw(text(ending.title), ending.words);
    return;
  }
  const { outcome } = ending;
  const number: [TextKey, string] = ['detail.personalNumber', outcome.personalNumber];
  switch (outcome.job) {
    case 'authentication':
      draw(text('welcome', { name: outcome.givenName }), text('welcome.text'), list([number]));
      return;
    case 'signature':
      draw(
        text('signed'),
        text('signed.text'),
        list([
          ['detail.visibleText', outcome.visibleText],
          ['detail.name', outcome.name],
          number,
          ['detail.signature', text('bytes', { count: String(outcome.signatureBytes) })],
        ]),
      );
      return;
    case 'lookup':
      if (outcome.accounts.length === 0) draw(text('accounts.none'), '', list([number]));
      else draw(text('accounts'), text('accounts.text'), list([number]), choice(outcome.accounts));
  }
}
