import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { inspect, parseArgs } from 'node:util';
import { findBrowser } from './browser.ts';
import { check, vitest, type Result } from './checks/steps.ts';
import { lastLine, noTests, sentence, sum, type Tally } from './checks/tally.ts';
import { startStack, type LocalStack } from './stack.ts';
import { ExplainedError } from './system/explained-error.ts';
import { interrupted, main } from './system/main.ts';
import { freePorts } from './system/ports.ts';
import { say, seconds } from './system/progress.ts';

const directory = join(import.meta.dirname, '..', '.local', `test-${process.pid}`);

/** What needs no stack, two at a time, the slowest first; it takes the time that the tests on the stacks leave. */
const withoutStack: Record<string, () => Promise<Result>> = {
  lint: check(['eslint', '.']),
  infra: () => vitest('infra', { directory }),
  types: check(['tsc'], ['tsc', '-p', 'local/demo/page/tsconfig.json']),
  simulation: () => vitest('simulation', { directory }),
  unit: () => vitest('unit', { directory }),
  property: () => vitest('property', { directory }),
  format: check(['prettier', '--check', '.']),
  unused: check(['knip']),
};

/** What the emulator is too slow for while it enforces IAM. */
const tooSlowWithIam = ['test/e2e/aws/storm.test.ts', 'test/e2e/payments/slow.test.ts'];

/** What runs against a stack of its own, one after another, with the machine to itself: some of it is about time. */
const onStack: Record<string, (stackFile: string) => Promise<Result>> = {
  integration: (stackFile) => vitest('integration', { directory, stackFile }),
  'e2e-storms': (stackFile) => vitest('e2e', { directory, stackFile, name: 'e2e-storms', files: tooSlowWithIam }),
};

/** What follows on the same stack, beside the end-to-end tests on the other one. */
const onStackThen: Record<string, (stackFile: string) => Promise<Result>> = {
  browser: (stackFile) => browserTests(stackFile),
};

/** The whole suite, against a second one, which enforces IAM: least privilege is seen, not only written. */
const onStackWithIam: Record<string, (stackFile: string) => Promise<Result>> = {
  e2e: (stackFile) => vitest('e2e', { directory, stackFile }),
};

const names = [withoutStack, onStack, onStackThen, onStackWithIam].flatMap((steps) => Object.keys(steps));

const usage = `Runs every check and test, or only the named ones, and stops what it started.

  npm test -- [${names.join('] [')}]`;

async function browserTests(stackFile: string): Promise<Result> {
  const browser = findBrowser();
  if (browser !== undefined) return vitest('browser', { directory, stackFile, more: { SLUSS_BROWSER: browser } });
  const output = 'There is no Chromium or Chrome on the PATH: install one to run the browser tests.\n';
  return { tally: { ...noTests, [process.env['CI'] === undefined ? 'skipped' : 'failed']: 1 }, output };
}

type Steps = [name: string, work: (stackFile: string) => Promise<Result>][];

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
const stackFor = async (name: string, enforceIam: boolean, steps: Steps): Promise<LocalStack | undefined> => {
  if (steps.length === 0) return undefined;
  const [aws = 0, demo = 0, simulator = 0, swedbankPay = 0] = await freePorts(4);
  const options = { ports: { aws, demo, simulator, swedbankPay }, directory: join(directory, name), enforceIam };
  const stack = await startStack(options).catch(failure);
  if (!('tally' in stack)) return stack;
  await count(`${name} for ${steps.map(([step]) => step).join(', ')}`, () => Promise.resolve(stack));
  return undefined;
};

const runOn = async (stack: LocalStack | undefined, steps: Steps) => {
  if (stack) for (const [step, work] of steps) await count(step, () => work(stack.factsFile));
};

const isWanted =
  (wanted: string[]) =>
  ([name]: [string, unknown]) =>
    wanted.length === 0 || wanted.includes(name);

const runSteps = async (wanted: string[]) => {
  const waiting = Object.entries(withoutStack).filter(isWanted(wanted));
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await count(...next);
  };
  const quiet = Promise.all([worker(), worker()]);
  const wantedOf = (steps: Record<string, Steps[number][1]>) => Object.entries(steps).filter(isWanted(wanted));
  const [alone, beside, withIam] = [wantedOf(onStack), wantedOf(onStackThen), wantedOf(onStackWithIam)];
  const plainStack = await stackFor('stack', false, [...alone, ...beside]);
  const iamStack = await stackFor('stack-iam', true, withIam);
  await runOn(plainStack, alone);
  await Promise.all([quiet, runOn(plainStack, beside), runOn(iamStack, withIam)]);
  await Promise.all([plainStack?.stop(), iamStack?.stop()]);
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
