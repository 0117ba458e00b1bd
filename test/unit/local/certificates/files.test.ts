import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { filesWith, writeSafely } from '../../../../local/certificates/files.ts';
import { makeFolder } from '../../../fakes/certificate-desk.ts';

test('of two that write the same file at once one wins, and nothing is left over', async () => {
  const { folder, path, read } = makeFolder();
  const outcomes = await Promise.allSettled(
    ['one', 'two', 'three'].map((text) => writeSafely(path('x.key'), text, false)),
  );

  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
  const winner = outcomes.findIndex(({ status }) => status === 'fulfilled');
  expect(read('x.key').toString()).toBe(['one', 'two', 'three'][winner]);
  expect(readdirSync(folder)).toEqual(['x.key']);
});

test('a file that is replaced is as closed as a new one', async () => {
  const { folder, path, read, write } = makeFolder();
  write('x.key', 'open to all');
  expect(statSync(path('x.key')).mode & 0o077).not.toBe(0);
  await writeSafely(path('x.key'), 'closed', true);

  expect(read('x.key').toString()).toBe('closed');
  expect(statSync(path('x.key')).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(['x.key']);
});

test('files are listed by their extension, folders not', () => {
  const { folder, path, write } = makeFolder();
  for (const name of ['b.key', 'A.KEY', 'c.pem']) write(name, '');
  mkdirSync(path('folder.key'));

  expect(filesWith(folder, ['.key'])).toEqual(['A.KEY', 'b.key']);
});
