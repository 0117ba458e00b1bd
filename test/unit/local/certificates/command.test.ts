import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeFolder, PASSWORD } from '../../../fakes/certificate-desk.ts';

const program = join(import.meta.dirname, '../../../../local/commands/certificates.ts');

const run = (folder: string, args: string[], input: string) => {
  const options = {
    cwd: import.meta.dirname,
    env: { ...process.env, INIT_CWD: folder },
    input,
    encoding: 'utf8',
  } as const;
  return spawnSync(process.execPath, [program, ...args], options);
};

test('the command line works where it was called, and takes passwords from standard input', () => {
  const { folder } = makeFolder();
  const fields = ['--organisation', 'Ek AB', '--corporate-number', '5555555555', '--display-name', 'Ek', '--yes'];
  const made = run(folder, ['self-sign', ...fields, '--out', 'ek.p12'], `${PASSWORD}\n`);
  expect(made).toMatchObject({ status: 0, stderr: '' });
  expect(readdirSync(folder)).toEqual(['ek.p12']);

  const shown = run(folder, ['inspect', '--file', 'ek.p12'], `${PASSWORD}\n`);
  expect(shown.stdout).toContain('AES-256, checksum SHA-256 (modern)');
  expect(`${made.stdout}${shown.stdout}${shown.stderr}`).not.toContain(PASSWORD);
});

test.each([
  { args: ['mend'], sentence: 'npm run certificates -- request bankid' },
  { args: ['inspect', '--password', 'x'], sentence: "Unknown option '--password'" },
  { args: ['inspect', '--file', 'none.p12'], sentence: 'does not exist' },
  { args: ['store', 'swish'], sentence: 'Say which environment' },
])('what cannot be done is one sentence, without a stack trace: $args', ({ args, sentence }) => {
  const { folder } = makeFolder();
  const { status, stderr } = run(folder, args, '');

  expect(status).toBe(1);
  expect(stderr).toContain(sentence);
  expect(stderr).not.toMatch(/\n {4}at /);
});
