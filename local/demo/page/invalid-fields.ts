import { problemOf, type Answer } from './http.ts';

/**
 * Marks the fields that a refusal names, and takes every earlier mark away. A field is found by its name, or by the name's
 * last part.
 * @returns where the visitor goes on: the first of them
 */
export function markInvalid(form: HTMLFormElement, refusal: Answer | undefined): HTMLElement | undefined {
  for (const invalid of form.querySelectorAll('[aria-invalid]')) invalid.removeAttribute('aria-invalid');
  const wrong = (refusal ? (problemOf(refusal).fields ?? []) : []).map(({ field }) => field);
  const named = [...form.querySelectorAll<HTMLElement>('[name]')].filter((element) => {
    const name = element.getAttribute('name') ?? '';
    return wrong.some((field) => name === field || name.endsWith(`.${field}`));
  });
  for (const element of named) element.setAttribute('aria-invalid', 'true');
  return named[0];
}
