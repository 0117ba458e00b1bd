import { expect, it } from 'vitest';
import { languageOf } from '../../shared/language.ts';

it.each([
  [undefined, 'sv'],
  ['', 'sv'],
  ['sv', 'sv'],
  ['en', 'en'],
  ['EN-GB', 'en'],
  ['sv-SE,sv;q=0.9,en;q=0.8', 'sv'],
  ['en-US,en;q=0.9,sv;q=0.8', 'en'],
  ['en;q=0.5, sv;q=0.7', 'sv'],
  ['sv;q=0.5, en ; q=0.7', 'en'],
  ['de, fr;q=0.9', 'sv'],
  ['de, en;q=0.1', 'en'],
  ['sv;q=0, en;q=0.1', 'en'],
  ['en;q=0', 'sv'],
  ['en;q=much', 'sv'],
  ['*', 'sv'],
  [',,;;q=,en', 'en'],
])('Accept-Language %j is answered in %s', (header, language) => {
  expect(languageOf(header)).toBe(language);
});
