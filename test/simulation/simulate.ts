import { parseArgs } from 'node:util';
import { Coverage } from './coverage.ts';
import { runSeed } from './run.ts';
import { switches, type Switch } from './switches.ts';

const usage = `Runs seeded schedules of payments and flows, with crashes and faults everywhere, and judges how each ends.

  npm run simulate -- [--seeds 10000] [--from 1]      so many schedules
  npm run simulate -- --seed 1234                     one schedule, with its whole trace
  npm run simulate -- --without ${switches.join(' | ')}
                                                      ignores a rule: must find a violation within 1,000 seeds`;

const { values } = parseArgs({
  options: {
    help: { type: 'boolean', default: false },
    seed: { type: 'string' },
    seeds: { type: 'string' },
    from: { type: 'string', default: '1' },
    without: { type: 'string' },
  },
});

// Errors are thrown by the hundred thousand here, and nobody reads their stacks.
Error.stackTraceLimit = values.seed === undefined ? 0 : 10;

const isSwitch = (name: string | undefined): name is Switch => switches.some((each) => each === name);

const one = async (seed: number, without: Switch | undefined): Promise<boolean> => {
  const { violations, trace } = await runSeed(seed, { without, traces: true });
  console.log(trace.join('\n'));
  console.log(
    violations.length === 0 ? `\nseed ${seed}: nothing is wrong` : `\nseed ${seed}: ${violations.join('; ')}`,
  );
  return violations.length === 0;
};

/** The last steps of a schedule that went wrong; all of them by its seed. */
const explain = async (seed: number, violations: readonly string[], without: Switch | undefined): Promise<void> => {
  const { trace } = await runSeed(seed, { without, traces: true });
  const end = trace.findIndex((line) => line.includes('VIOLATION'));
  const last = trace.slice(Math.max(0, (end === -1 ? trace.length : end) - 40), end === -1 ? undefined : end + 1);
  console.log([`seed ${seed}: ${violations.join('; ')}`, ...last, ''].join('\n'));
};

const many = async (from: number, seeds: number, without: Switch | undefined): Promise<boolean> => {
  const started = performance.now();
  const coverage = new Coverage();
  const failed: number[] = [];
  for (let seed = from; seed < from + seeds; seed += 1) {
    const { violations } = await runSeed(seed, { without, coverage });
    if (violations.length === 0) continue;
    failed.push(seed);
    if (failed.length <= 3) await explain(seed, violations, without);
    if (without !== undefined) break;
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  if (without !== undefined) {
    const [seed] = failed;
    console.log(
      seed === undefined
        ? `without ${without}: NOT FOUND in ${seeds} schedules, ${seconds} s`
        : `without ${without}: found at seed ${seed}, after ${coverage.schedules} schedules, ${seconds} s`,
    );
    return seed !== undefined;
  }
  console.log(coverage.report());
  console.log(
    `\n${coverage.schedules} schedules, ${coverage.crashPoints.size} crash points, ${failed.length} failed${
      failed.length === 0 ? '' : ` (seeds ${failed.slice(0, 20).join(', ')})`
    }, ${coverage.missed.length} rare paths missed, ${seconds} s`,
  );
  return failed.length === 0;
};

const run = async (): Promise<boolean> => {
  const { help, seed, from, without } = values;
  if (help) {
    console.log(usage);
    return true;
  }
  if (without !== undefined && !isSwitch(without)) throw new Error(`There is no switch "${without}".\n\n${usage}`);
  if (seed !== undefined) return one(Number(seed), without);
  return many(Number(from), Number(values.seeds ?? (without === undefined ? 10_000 : 1_000)), without);
};

process.exitCode = (await run()) ? 0 : 1;
