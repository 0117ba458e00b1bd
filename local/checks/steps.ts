import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../system/processes.ts';
import { noTests, tallyOf, type Tally } from './tally.ts';

const root = join(import.meta.dirname, '..', '..');
const bin = (name: string) => join(root, 'node_modules', '.bin', name);
const SECONDS_AT_MOST = 1200;

/** What came of a step, with what a person must read about it: all output of a failure, the reason of a skip. */
export interface Result {
  tally: Tally;
  output: string;
}

const environment = (more: Record<string, string> = {}) => ({
  ...process.env,
  // The compiler and the linter's type-aware half are Go programs: a third of their time goes into collecting what memory is there for.
  GOGC: '400',
  PATH: `${join(root, 'node_modules', '.bin')}:${process.env['PATH'] ?? ''}`,
  FORCE_COLOR: process.stdout.isTTY ? '1' : '0',
  ...more,
});

const execute = async (command: string, args: string[], isPatient: boolean, more?: Record<string, string>) => {
  const { exitCode, output, timedOut } = await run(bin(command), args, {
    cwd: root,
    env: environment(more),
    isPatient,
    seconds: SECONDS_AT_MOST,
  });
  return { exitCode, output: timedOut ? `${output}\nStopped after ${SECONDS_AT_MOST} s.\n` : output };
};

/** Runs commands one after another as one check, which passes when all of them do; other work goes before them. */
export const check =
  (...commands: [command: string, ...args: string[]][]) =>
  async (): Promise<Result> => {
    let output = '';
    let failed = false;
    for (const [command, ...args] of commands) {
      const ended = await execute(command, args, true);
      failed ||= ended.exitCode !== 0;
      if (ended.exitCode !== 0) output += ended.output;
    }
    return { tally: { ...noTests, [failed ? 'failed' : 'passed']: 1 }, output };
  };

const readJson = (file: string): unknown => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
};

export interface Run {
  /** Where the report goes, as `<name>.json`. */
  directory: string;
  name?: string;
  /** Of the stack that they run against; without one, other work goes before them. */
  stackFile?: string;
  /** Of the environment. */
  more?: Record<string, string>;
  /** Only these files, or all but those; parts of their paths. */
  files?: readonly string[];
  without?: readonly string[];
}

/** Runs one of the projects of vitest.config.ts. */
export const vitest = async (
  project: string,
  { directory, name = project, stackFile, more = {}, files = [], without = [] }: Run,
): Promise<Result> => {
  const report = join(directory, `${name}.json`);
  rmSync(report, { force: true });
  const { exitCode, output } = await execute(
    'vitest',
    [
      'run',
      '--project',
      project,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...without.flatMap((path) => ['--exclude', `${path}*`]),
      ...files,
    ],
    stackFile === undefined,
    { ...(stackFile === undefined ? {} : { SLUSS_STACK_FILE: stackFile }), ...more },
  );
  const { skippedNames, ...tally } = tallyOf(readJson(report), exitCode);
  const skips = skippedNames.map((skipped) => `skipped: ${skipped}\n`).join('');
  return { tally, output: tally.failed > 0 ? output : skips };
};
