import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, it } from 'vitest';
import { startedStackFile } from '../../local/stack-facts.ts';
import { describeFlows } from './needs.ts';
import { resetProvider } from './payments/provider.ts';
import { resetSwish } from './payments/swish-provider.ts';

const root = join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'sluss-docs-curl-'));

// The lines read the stack's facts from the folder that they are pasted in, and see curl fail where an answer is an error.
beforeAll(() => {
  mkdirSync(join(folder, '.local'));
  copyFileSync(process.env['SLUSS_STACK_FILE'] ?? startedStackFile, join(folder, '.local', 'stack.json'));
  writeFileSync(join(folder, '.curlrc'), 'fail-with-body\nsilent\nshow-error\nmax-time = 10\n');
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** The `sh` blocks between two headings, as they stand. */
const linesOf = (page: string, from: string, to?: string): string => {
  const text = readFileSync(join(root, page), 'utf8');
  const part = text.slice(text.indexOf(`\n${from}\n`), to === undefined ? undefined : text.indexOf(`\n${to}\n`));
  return [...part.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block = '']) => block).join('');
};

const showTheFailed = `trap 'echo "failed: $BASH_COMMAND"' ERR\n`;

/** What the lines print, and how they end: at the first one that fails, or after so many seconds. */
const paste = (lines: string, seconds: number) =>
  new Promise<{ code: number | null; printed: string }>((resolve, reject) => {
    const bash = spawn('bash', ['-eu', '-o', 'pipefail', '-c', showTheFailed + lines], {
      cwd: folder,
      env: { ...process.env, CURL_HOME: folder },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: seconds * 1000,
    });
    let printed = '';
    for (const stream of [bash.stdout, bash.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (printed += text));
    bash.on('error', reject).on('close', (code) => {
      resolve({ code, printed });
    });
  });

describeFlows('the curl lines of the documentation', () => {
  beforeAll(() => Promise.all([resetProvider(), resetSwish()]));

  it.for([
    { page: 'README.md', from: '## Log in with `curl`', to: '## What it costs', end: '"status":"complete"' },
    { page: 'docs/use-cases.md', from: '## Before you begin', end: '"status":"complete"' },
    { page: 'docs/swish.md', from: '## Create, show, read', to: '## States', end: '"status":"complete"' },
    {
      page: 'docs/swedbank-pay.md',
      from: '## Create, pay, read',
      to: '## Operations',
      end: '"remainingReversal":95000',
    },
  ])('in $page work as they stand', async ({ page, from, to, end }, { expect }) => {
    const { code, printed } = await paste(linesOf(page, from, to), 150);
    expect(code, printed.slice(-2000)).toBe(0);
    expect(printed).toContain(end);
    expect(printed).not.toMatch(/"status":"(?:failed|cancelled|expired)"/);
  });
});
