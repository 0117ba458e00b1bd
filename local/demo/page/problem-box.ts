import { create } from './dom.ts';
import { problemOf, type Answer } from './http.ts';
import { language, text, type TextKey } from './text.ts';

/** What a page's problems say, by code. */
export type Sentences = ReadonlyMap<string | undefined, TextKey>;

const ofPayments: Sentences = new Map<string, TextKey>([
  ...(
    [
      'operation-not-offered',
      'operation-underway',
      'too-many-failures',
      'invalid-request',
      'operation-failed',
      'outcome-unknown',
      'provider-unavailable',
    ] as const
  ).map((code) => [code, `problem.${code}`] as const),
  ['provider-invalid-input', 'problem.invalid-request'],
]);

/** Of the corners that are about invoices. */
export const ofInvoicing: Sentences = new Map(
  (
    [
      'invalid-request',
      'provider-invalid-input',
      'provider-not-found',
      'operation-not-offered',
      'outcome-unknown',
      'in-progress',
      'busy',
      'provider-unavailable',
    ] as const
  ).map((code) => [code, `invoicing.${code}`]),
);

/** The same where an invoice is paid. */
export const ofPaying: Sentences = new Map([...ofInvoicing, ['outcome-unknown', 'paying.outcome-unknown']]);

/** And where a donor is set up. */
export const ofGiving: Sentences = new Map([
  ...ofInvoicing,
  ['not-asked', 'giving.not-asked'],
  ['answered-otherwise', 'giving.answered-otherwise'],
]);

/** And where Swish is asked directly, by a form that may ask again: the same key is the same payment. */
export const ofSwish: Sentences = new Map<string | undefined, TextKey>([
  ...ofPayments,
  ['invalid-request', 'invoicing.invalid-request'],
  ['provider-invalid-input', 'invoicing.invalid-request'],
  ['outcome-unknown', 'invoicing.outcome-unknown'],
  ['in-progress', 'invoicing.in-progress'],
  ['busy', 'invoicing.busy'],
]);

/** Shows a refusal in words, with the problem's own beside them for the developer; without one the box goes away. */
export function showProblem(
  box: HTMLElement,
  heading: TextKey,
  refusal: Answer | undefined,
  sentences: Sentences = ofPayments,
): void {
  box.hidden = refusal === undefined;
  if (refusal === undefined) return;
  const { title, detail, code, message, fields = [] } = problemOf(refusal);
  const wrong = fields.map(({ field, message }) => `${field} ${message}`).join(', ');
  box.replaceChildren(
    create('strong', '', text(heading)),
    create('p', '', message?.[language()] ?? text(sentences.get(code) ?? 'problem.other')),
    create('small', '', [code, wrong || (detail ?? title)].filter(Boolean).join(': ')),
  );
}
