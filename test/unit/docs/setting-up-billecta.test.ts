import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { groups } from '../../../local/doctor/groups.ts';

const page = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'setting-up-billecta.md'), 'utf8');
const names = (group: string) => (groups[group] ?? []).map(({ name }) => name);
const all = new Set(Object.keys(groups).flatMap(names));

/** The cells of the tables' last columns, where the checks stand. */
const proofs = page
  .split('\n')
  .filter((line) => /^\| \d/.test(line))
  .map((line) => line.split('|').at(-2)?.trim() ?? '');
const named = proofs.flatMap((cell) => [...cell.matchAll(/`([a-z-]+)`/g)].map(([, name = '']) => name));

it('names only checks that the doctor has', () => {
  expect(named.filter((name) => !all.has(name))).toEqual([]);
});

it("names every check of Billecta's", () => {
  expect(names('billecta').filter((name) => !named.includes(name))).toEqual([]);
});

it('has a proof for each point, or says that there is none', () => {
  expect(proofs.length).toBeGreaterThan(10);
  expect(proofs.filter((cell) => !/`[a-z-]+`|cannot be verified without a trial/.test(cell))).toEqual([]);
});
