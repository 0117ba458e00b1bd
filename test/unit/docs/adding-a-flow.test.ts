import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..', '..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');

/** What a change of an existing file stands on: its lines before the change, hunk by hunk. */
const hunks = [...read('docs/adding-a-flow.md').matchAll(/^--- a\/(\S+)\n.*\n((?:[-+ @].*\n)+)/gm)].flatMap(
  ([, file = '', text = '']) =>
    text
      .split(/^@@.*\n/m)
      .slice(1)
      .map((hunk) => [file, hunk.replaceAll(/^\+.*\n/gm, '').replaceAll(/^[- ]/gm, '')] as const),
);

it('shows a diff that applies to the code as it is', () => {
  expect(hunks.length).toBeGreaterThan(1);
  expect(hunks.filter(([file, before]) => !read(file).includes(before))).toEqual([]);
});
