import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { ExplainedError } from '../system/explained-error.ts';
import { run } from '../system/processes.ts';
import { account, localAccessEnvironment, region } from './access.ts';
import { fingerprintOf } from './fingerprint.ts';

const root = join(import.meta.dirname, '..', '..');
const cli = join(root, 'node_modules', 'aws-cdk', 'bin', 'cdk');
const SECONDS_AT_MOST = 180;
const LINES_SHOWN = 40;

/** Runs the project's own CDK CLI; its output goes to `<directory>/cdk-<command>.log`, and its end to the terminal if it fails. */
const cdk = async (
  args: [command: string, ...rest: string[]],
  directory: string,
  access: Record<string, string>,
  cwd = root,
) => {
  const log = join(directory, `cdk-${args[0]}.log`);
  const { exitCode, output, timedOut } = await run(
    process.execPath,
    [cli, ...args, '--no-notices', '--no-version-reporting'],
    {
      cwd,
      log,
      seconds: SECONDS_AT_MOST,
      env: {
        PATH: [dirname(process.execPath), process.env['PATH']].join(':'),
        HOME: process.env['HOME'],
        CDK_HOME: join(directory, 'cdk-home'),
        CDK_DISABLE_CLI_TELEMETRY: 'true',
        CI: 'true',
        ...access,
      },
    },
  );
  if (exitCode === 0) return;
  const reason = timedOut ? `did not end within ${SECONDS_AT_MOST} s` : 'failed';
  console.error(output.trimEnd().split('\n').slice(-LINES_SHOWN).join('\n'));
  throw new ExplainedError(
    `"cdk ${args[0]}" ${reason}: mend what it says above (all of it is in ${log}, and the local AWS's log is aws.log beside it), then try again.`,
  );
};

/** `cdk bootstrap` of the local account, away from cdk.json: it needs no app, so it may run while that is synthesized. */
export const bootstrap = (endpoint: string, directory: string): Promise<void> =>
  cdk(['bootstrap', `aws://${account}/${region}`], directory, localAccessEnvironment(endpoint, directory), directory);

/**
 * `cdk synth` of the app with this context, into `<directory>/assembly`; skipped when that already holds the same app.
 * Returns the assembly's folder.
 */
export const synthesize = async (directory: string, context: Record<string, string>): Promise<string> => {
  const assembly = join(directory, 'assembly');
  const mark = join(assembly, '.fingerprint');
  const fingerprint = fingerprintOf(root, context);
  if (existsSync(mark) && readFileSync(mark, 'utf8') === fingerprint) return assembly;

  rmSync(assembly, { recursive: true, force: true });
  const contextFlags = Object.entries(context).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  await cdk(['synth', '--quiet', '--output', assembly, ...contextFlags], directory, {});
  writeFileSync(mark, fingerprint);
  return assembly;
};

const outputFile = z.record(z.string(), z.record(z.string(), z.string()));

/** `cdk deploy` of one stack of a synthesized app. Returns the stack's outputs. */
export const deploy = async (
  endpoint: string,
  directory: string,
  assembly: string,
  stackName: string,
): Promise<Record<string, string>> => {
  const file = join(directory, 'outputs.json');
  await cdk(
    ['deploy', stackName, '--app', assembly, '--require-approval', 'never', '--outputs-file', file],
    directory,
    localAccessEnvironment(endpoint, directory),
  );
  return outputFile.parse(JSON.parse(readFileSync(file, 'utf8')))[stackName] ?? {};
};
