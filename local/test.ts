import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { inspect, parseArgs } from 'node:util';
import { findBrowser } from './browser.ts';
import { check, vitest, type Result, type Run } from './checks/steps.ts';
import { lastLine, noTests, sentence, sum, type Tally } from './checks/tally.ts';
import { startStack, type LocalStack, type StackOptions } from './stack.ts';
import { ExplainedError } from './system/explained-error.ts';
import { interrupted, main } from './system/main.ts';
import { freePorts } from './system/ports.ts';
import { say, seconds } from './system/progress.ts';

const directory = join(import.meta.dirname, '..', '.local', `test-${process.pid}`);

/** What needs no stack, two at a time, the slowest first; it takes the time that the tests on the stacks leave. */
const withoutStack: Record<string, () => Promise<Result>> = {
  simulation: () => vitest('simulation', { directory }),
  unit: () => vitest('unit', { directory }),
  types: check(['tsc'], ['tsc', '-p', 'local/demo/page/tsconfig.json']),
  infra: () => vitest('infra', { directory }),
  lint: check(['oxlint']),
  property: () => vitest('property', { directory }),
  format: check(['prettier', '--check', '.']),
  unused: check(['knip']),
};

/** What the emulator is too slow for while it enforces IAM. */
const tooSlowWithIam = ['test/e2e/aws/storm.test.ts', 'test/e2e/payments/slow.test.ts'];

/** What kills machines and functions, of payments alone: who may call what does not matter to it. */
const crashes = ['test/e2e/aws/payment-crashes.test.ts'];

/** The demo's pages for payments: Billecta has no part in them. */
const paymentPages = ['shop', 'swish'].map((page) => `test/browser/${page}`);

type StackStep = (stackFile: string) => Promise<Result>;

/** Steps that follow one another. */
type Lane = Record<string, StackStep>;

interface TestStack extends Pick<StackOptions, 'enforceIam' | 'waitScale'> {
  name: string;
  lanes: readonly Lane[];
}

/**
 * Tests on a stack mostly wait. So there are two stacks, and lanes side by side on the one where no flow waits for its turn; a
 * third stack takes more of the processors than its lane would wait. What belongs to a whole stack belongs to a provider:
 * its rate, its simulator's clock and its faults. So a provider has one lane on a stack.
 */
const stacks: readonly TestStack[] = [
  {
    name: 'stack',
    // How long machines wait is seen on the other stack. Here they would only keep the browser waiting.
    waitScale: 0.25,
    lanes: [
      {
        integration: (stackFile) => vitest('integration', { directory, stackFile }),
        'e2e-storms': (stackFile) =>
          vitest('e2e', { directory, stackFile, name: 'e2e-storms', files: [...tooSlowWithIam, ...crashes] }),
        'browser-payments': (stackFile) => browserTests('browser-payments', { stackFile, files: paymentPages }),
      },
      { browser: (stackFile) => browserTests('browser', { stackFile, without: paymentPages }) },
    ],
  },
  /** The suite where IAM is enforced: least privilege is seen, not only written. */
  {
    name: 'stack-iam',
    enforceIam: true,
    lanes: [{ e2e: (stackFile) => vitest('e2e', { directory, stackFile, without: crashes }) }],
  },
];

const names = [withoutStack, ...stacks.flatMap(({ lanes }) => lanes)].flatMap((steps) => Object.keys(steps));

const usage = `Runs every check and test, or only the named ones, and stops what it started.

  npm test -- [${names.join('] [')}]`;

async function browserTests(name: string, run: Pick<Run, 'stackFile' | 'files' | 'without'>): Promise<Result> {
  const browser = findBrowser();
  if (browser !== undefined) return vitest('browser', { directory, name, ...run, more: { SLUSS_BROWSER: browser } });
  const output = 'There is no Chromium or Chrome on the PATH: install one to run the browser tests.\n';
  return { tally: { ...noTests, [process.env['CI'] === undefined ? 'skipped' : 'failed']: 1 }, output };
}

type Steps = [name: string, work: StackStep][];

const tallies: Tally[] = [];

const failure = (error: unknown): Result => ({
  tally: { ...noTests, failed: 1 },
  output: error instanceof ExplainedError ? error.message : inspect(error),
});

/** Runs a step, prints its line (and its output, if it has something to say), and counts it; a crash counts as a failure. */
const count = async (name: string, work: () => Promise<Result>) => {
  const started = performance.now();
  const { tally, output } = await work().catch(failure);
  tallies.push(tally);
  say(`${seconds(performance.now() - started).padStart(7)}  ${name}: ${sentence(tally)}`);
  if (output !== '') say(`${output.trimEnd()}\n`);
};

/** Starts a stack for these steps, if there are any; when it does not start, that is one failure for all of them. */
const stackFor = async (
  name: string,
  options: Omit<StackOptions, 'directory'>,
  steps: Steps,
): Promise<LocalStack | undefined> => {
  const stack = await startStack({ ...options, directory: join(directory, name) }).catch(failure);
  if (!('tally' in stack)) return stack;
  await count(`${name} for ${steps.map(([step]) => step).join(', ')}`, () => Promise.resolve(stack));
  return undefined;
};

const isWanted =
  (wanted: string[]) =>
  ([name]: [string, unknown]) =>
    wanted.length === 0 || wanted.includes(name);

const runOnStack = async ({ name, lanes, ...options }: TestStack, ports: number[], wanted: string[]) => {
  const [aws = 0, demo = 0, simulator = 0, swedbankPay = 0, swish = 0, swishControl = 0] = ports;
  const wantedLanes = lanes.map((steps) => Object.entries(steps).filter(isWanted(wanted)));
  const wantedSteps = wantedLanes.flat();
  if (wantedSteps.length === 0) return;
  const stack = await stackFor(
    name,
    { ports: { aws, demo, simulator, swedbankPay, swish, swishControl }, ...options },
    wantedSteps,
  );
  if (!stack) return;
  const runLane = async (steps: Steps) => {
    for (const [step, work] of steps) await count(step, () => work(stack.factsFile));
  };
  await Promise.all(wantedLanes.map(runLane));
  await stack.stop();
};

const portsOfStack = 6;

const runOnStacks = async (wanted: string[]) => {
  const ports = await freePorts(portsOfStack * stacks.length);
  await Promise.all(stacks.map((stack, index) => runOnStack(stack, ports.slice(portsOfStack * index), wanted)));
};

const runSteps = async (wanted: string[]) => {
  const waiting = Object.entries(withoutStack).filter(isWanted(wanted));
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await count(...next);
  };
  await Promise.all([worker(), worker(), runOnStacks(wanted)]);
};

await main(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { help: { type: 'boolean', default: false } },
  });
  if (values.help) {
    console.log(usage);
    return;
  }
  const unknown = positionals.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new ExplainedError(`There is no step "${unknown}".\n\n${usage}`);

  const started = performance.now();
  mkdirSync(directory, { recursive: true });
  process.once('exit', () => rmSync(directory, { recursive: true, force: true, maxRetries: 3 }));
  const isInterrupted = await Promise.race([runSteps(positionals), interrupted().then(() => true)]);
  const total = sum(tallies);
  say(`${seconds(performance.now() - started).padStart(7)}  in all${isInterrupted ? ' until interrupted' : ''}\n`);
  if (total.skipped > 0) say(`${total.skipped} skipped, as said above\n`);
  console.log(lastLine(isInterrupted ? { ...total, failed: total.failed + 1 } : total));
  return isInterrupted ? 130 : total.failed > 0 ? 1 : 0;
});
