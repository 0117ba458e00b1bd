import { text, type Language, type TextKey } from './text.ts';

/** Puts the page's language into every element with `data-text` or `data-label`; new ones need it once. */
export function translate(root: ParentNode): void {
  for (const element of root.querySelectorAll<HTMLElement>('[data-text]')) {
    element.textContent = text(element.dataset['text'] as TextKey);
  }
  for (const element of root.querySelectorAll<HTMLElement>('[data-label]')) {
    element.setAttribute('aria-label', text(element.dataset['label'] as TextKey));
  }
}

function setLanguage(chosen: Language): void {
  document.documentElement.lang = chosen;
  document.title = `Sluss – ${text(document.body.dataset['title'] as TextKey)}`;
  translate(document);
  for (const button of document.querySelectorAll<HTMLElement>('[data-language]')) {
    button.setAttribute('aria-pressed', String(button.dataset['language'] === chosen));
  }
}

/** Speaks the visitor's language from now on, or the one they choose. `onChange` draws what else depends on it. */
export function speak(onChange: () => void): void {
  for (const button of document.querySelectorAll<HTMLElement>('[data-language]')) {
    button.addEventListener('click', () => {
      setLanguage(button.dataset['language'] as Language);
      onChange();
    });
  }
  setLanguage(navigator.language.startsWith('sv') ? 'sv' : 'en');
}
