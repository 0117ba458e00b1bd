import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Flags } from '../../local/certificates/flags.ts';
import type { Desk } from '../../local/certificates/questions.ts';

/** What passes BankID's rule, with letters that are not ASCII. */
export const PASSWORD = 'Blåbär-kräm-1234';

interface Given {
  flags?: Flags;
  /** What is typed, line by line; at the end of it nothing more comes. */
  lines?: string[];
  isTerminal?: boolean;
  now?: Date;
}

/** A folder of its own, and desks in it, that remember what was said and asked. It is gone when the test ends. */
export const makeFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'certificates-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = (name: string) => join(folder, name);
  return {
    folder,
    path,
    read: (name: string) => readFileSync(path(name)),
    write: (name: string, content: string | Buffer) => writeFileSync(path(name), content),
    /** Runs OpenSSL there. The test fails where it is not installed. */
    openssl: (...args: string[]) => execFileSync('openssl', args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' }),
    /** How OpenSSL says that a PKCS#12 file is protected; it says so on the stream of its errors. */
    opensslInfo: (file: string) => {
      const args = ['pkcs12', '-info', '-noout', '-in', file, '-passin', `pass:${PASSWORD}`];
      return spawnSync('openssl', args, { cwd: folder, encoding: 'utf8' }).stderr;
    },
    desk: ({ flags = {}, lines = [], isTerminal = false, now = new Date() }: Given = {}) => {
      const said: string[] = [];
      const left = [...lines];
      const desk: Desk = {
        flags,
        folder,
        now,
        say: (text) => said.push(text),
        conversation: {
          isTerminal,
          line: ({ text }) => {
            said.push(text);
            return Promise.resolve(left.shift());
          },
          close: () => undefined,
        },
      };
      return { desk, told: () => said.join('\n') };
    },
  };
};
