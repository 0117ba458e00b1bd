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

type StackStep = (stackFile: string) => Promise<Result>;

/** What comes first on its stack, while nothing else runs on another: some of it is about time. */
const alone: Record<string, StackStep> = {
  integration: (stackFile) => vitest('integration', { directory, stackFile }),
  'e2e-storms': (stackFile) => vitest('e2e', { directory, stackFile, name: 'e2e-storms', files: tooSlowWithIam }),
};

const browserParts = 3;
const browserPart =
  (part: number): StackStep =>
  (stackFile) =>
    browserTests(stackFile, part);

/** What follows, beside what runs on the other stack. */
const onStack: Record<string, StackStep> = { 'browser-1': browserPart(1), 'browser-3': browserPart(3) };

/** The whole suite, and some of the browser tests, where IAM is enforced: least privilege is seen, not only written. */
const onStackWithIam: Record<string, StackStep> = {
  e2e: (stackFile) => vitest('e2e', { directory, stackFile }),
  'browser-2': browserPart(2),
};

const names = [withoutStack, alone, onStack, onStackWithIam].flatMap((steps) => Object.keys(steps));

const usage = `Runs every check and test, or only the named ones, and stops what it started.

  npm test -- [${names.join('] [')}]`;

async function browserTests(stackFile: string, part: number): Promise<Result> {
  const browser = findBrowser();
  if (browser !== undefined) {
    const name = `browser-${part}`;
    return vitest('browser', {
      ...{ directory, stackFile, name, part: `${part}/${browserParts}` },
      more: { SLUSS_BROWSER: browser },
    });
  }
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
const stackFor = async (name: string, enforceIam: boolean, steps: Steps): Promise<LocalStack | undefined> => {
  if (steps.length === 0) return undefined;
  const [aws = 0, demo = 0, simulator = 0, swedbankPay = 0] = await freePorts(4);
  const options = { ports: { aws, demo, simulator, swedbankPay }, directory: join(directory, name), enforceIam };
  const stack = await startStack(options).catch(failure);
  if (!('tally' in stack)) return stack;
  await count(`${name} for ${steps.map(([step]) => step).join(', ')}`, () => Promise.resolve(stack));
  return undefined;
};

const isWanted =
  (wanted: string[]) =>
  ([name]: [string, unknown]) =>
    wanted.length === 0 || wanted.includes(name);

const runOn = async (stack: LocalStack | undefined, steps: Steps) => {
  if (stack) for (const [step, work] of steps) await count(step, () => work(stack.factsFile));
};

const runOnStacks = async (wanted: string[]) => {
  const wantedOf = (steps: Record<string, StackStep>) => Object.entries(steps).filter(isWanted(wanted));
  const [first, then, withIam] = [wantedOf(alone), wantedOf(onStack), wantedOf(onStackWithIam)];
  const plainStack = await stackFor('stack', false, [...first, ...then]);
  const iamStack = await stackFor('stack-iam', true, withIam);
  await runOn(plainStack, first);
  await Promise.all([runOn(plainStack, then), runOn(iamStack, withIam)]);
  await Promise.all([plainStack?.stop(), iamStack?.stop()]);
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
