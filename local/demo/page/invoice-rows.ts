import { find, say } from './dom.ts';
import { translate } from './languages.ts';
import type { InvoiceRow } from './invoice-shapes.ts';
import { text } from './text.ts';

/** Each has an article of its own, and Sluss takes no more of them in one request. */
const mostRows = 5;

const list = find('#rows', HTMLElement);
const template = find('#row', HTMLTemplateElement);
const addButton = find('#add-row', HTMLButtonElement);

let untouchedText = '';

const lines = () => [...list.querySelectorAll<HTMLElement>('.line')];
const field = (line: HTMLElement, part: string) => find(`[data-part=${part}]`, HTMLInputElement, line);

/** The rows as the form has them. */
export const rows = (): InvoiceRow[] =>
  lines().map((line) => ({
    description: field(line, 'description').value.trim(),
    quantity: Number(field(line, 'quantity').value),
    unitPrice: Math.round(Number(field(line, 'unitPrice').value) * 100),
    vat: Number(find('[data-part=vat]', HTMLSelectElement, line).value),
  }));

/** Draws what depends on the language and on how many there are; a text that nobody has changed is translated too. */
export function showRows(): void {
  for (const [index, line] of lines().entries()) {
    const number = String(index + 1);
    say(find('legend', HTMLElement, line), text('row', { number }));
    const remove = find('.remove', HTMLElement, line);
    say(remove, text('row.remove', { number }));
    remove.hidden = lines().length === 1;
    for (const each of line.querySelectorAll<HTMLElement>('[data-part]'))
      each.setAttribute('name', `rows.${index}.${each.dataset['part'] ?? ''}`);
    const description = field(line, 'description');
    if (index === 0 && description.value === untouchedText) description.value = untouchedText = text('row.example');
  }
  addButton.hidden = lines().length >= mostRows;
}

function add(): HTMLElement {
  addButton.before(template.content.cloneNode(true));
  const line = find('.line:last-of-type', HTMLElement, list);
  translate(line);
  find('.remove', HTMLElement, line).addEventListener('click', () => {
    line.remove();
    showRows();
    field(find('.line:last-of-type', HTMLElement, list), 'description').focus();
  });
  showRows();
  return line;
}

/** Starts with one row, and lets the visitor add and remove others. */
export function listenToRows(): void {
  addButton.addEventListener('click', () => field(add(), 'description').focus());
  field(add(), 'unitPrice').value = '4200.00';
}
