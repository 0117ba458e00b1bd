import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { stackFacts, startedStackFile } from './stack-facts.ts';
import { ExplainedError } from './system/explained-error.ts';
import { main } from './system/main.ts';

const usage = `Runs the end-to-end tests against a deployed stack, or without --url against the one that "npm start" runs.

  SLUSS_KEY=sluss_… npm run test:e2e -- [--url https://… [--simulator http://…]]

The key may also be given with --key, where the command line is nobody else's to see.

Tests that need the simulator, or the local AWS, are skipped where there is none.`;

await main(() => {
  const { values } = parseArgs({
    options: {
      url: { type: 'string' },
      key: { type: 'string' },
      simulator: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  if (values.url === undefined) return endToEnd(startedStackFile);

  const facts = stackFacts.safeParse({
    apiUrl: values.url.replace(/\/$/, ''),
    apiKey: values.key ?? process.env['SLUSS_KEY'],
    simulators: { billecta: values.simulator },
  });
  if (!facts.success) throw new ExplainedError(usage);
  const directory = mkdtempSync(join(tmpdir(), 'sluss-e2e-'));
  try {
    const file = join(directory, 'stack.json');
    writeFileSync(file, JSON.stringify(facts.data), { mode: 0o600 });
    return endToEnd(file);
  } finally {
    rmSync(directory, { recursive: true });
  }
});

function endToEnd(stackFile: string): number {
  const vitest = join(import.meta.dirname, '..', 'node_modules', 'vitest', 'vitest.mjs');
  const { status } = spawnSync(process.execPath, [vitest, 'run', '--project', 'e2e'], {
    stdio: 'inherit',
    env: { ...process.env, SLUSS_STACK_FILE: stackFile },
  });
  return status ?? 1;
}
