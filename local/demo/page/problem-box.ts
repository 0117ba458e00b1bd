import { create } from './dom.ts';
import { problemOf, type Answer } from './http.ts';
import { text, type TextKey } from './text.ts';

const sentences = new Map<string | undefined, TextKey>(
  (
    [
      'operation-not-offered',
      'operation-underway',
      'too-many-failures',
      'invalid-request',
      'operation-failed',
      'outcome-unknown',
      'provider-unavailable',
    ] as const
  ).map((code) => [code, `problem.${code}`]),
);

/** Shows a refusal in words, with the problem's own beside them for the developer; without one the box goes away. */
export function showProblem(box: HTMLElement, heading: TextKey, refusal: Answer | undefined): void {
  box.hidden = refusal === undefined;
  if (refusal === undefined) return;
  const { title, detail, code, fields = [] } = problemOf(refusal);
  const wrong = fields.map(({ field, message }) => `${field} ${message}`).join(', ');
  box.replaceChildren(
    create('strong', '', text(heading)),
    create('p', '', text(sentences.get(code) ?? 'problem.other')),
    create('small', '', [code, wrong || (detail ?? title)].filter(Boolean).join(': ')),
  );
}
