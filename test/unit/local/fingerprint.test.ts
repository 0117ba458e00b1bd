import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fingerprintOf } from '../../../local/aws/fingerprint.ts';

let root: string;
const write = (path: string, text: string) => {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), text);
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sluss-fingerprint-'));
  write('functions/billecta/api.ts', 'one');
});
afterEach(() => rmSync(root, { recursive: true }));

test.each([
  { change: 'a source changes', act: () => write('functions/billecta/api.ts', 'two') },
  { change: 'a source is added', act: () => write('infra/app.ts', '') },
  { change: 'a package changes', act: () => write('package-lock.json', '{}') },
])('the app is synthesized again when $change', ({ act }) => {
  const before = fingerprintOf(root, { environment: 'local' });
  act();

  expect(fingerprintOf(root, { environment: 'local' })).not.toBe(before);
});

test('the app is synthesized again for another context, and for nothing else', () => {
  const before = fingerprintOf(root, { environment: 'local', corsOrigins: 'a' });
  write('test/unit/a.test.ts', 'new');

  expect(fingerprintOf(root, { corsOrigins: 'a', environment: 'local' })).toBe(before);
  expect(fingerprintOf(root, { environment: 'local', corsOrigins: 'b' })).not.toBe(before);
});
