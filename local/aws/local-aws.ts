import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ExplainedError } from '../system/explained-error.ts';
import { startProcess } from '../system/processes.ts';
import { region } from './access.ts';

const venv = join(import.meta.dirname, '..', '..', '.local', 'venv');
const READY_WITHIN_SECONDS = 30;

export interface LocalAwsSettings {
  port: number;
  /** Takes the log. */
  directory: string;
  /** Whether IAM policies are enforced, as AWS does (ministack.md 8, `AUTH=true`); the emulator's default is not to. */
  enforceIam?: boolean;
  /** What part of its time a state machine waits (ministack.md 3, `SFN_WAIT_SCALE`); 1 unless said. */
  waitScale?: number;
}

export interface LocalAws {
  endpoint: string;
  ended: Promise<void>;
  stop: () => Promise<void>;
}

const isReady = async (endpoint: string) => {
  try {
    return (await fetch(`${endpoint}/_ministack/health`, { signal: AbortSignal.timeout(1000) })).ok;
  } catch {
    return false;
  }
};

const answers = async (endpoint: string, log: string) => {
  const giveUpAt = Date.now() + READY_WITHIN_SECONDS * 1000;
  while (!(await isReady(endpoint))) {
    if (Date.now() > giveUpAt) {
      throw new ExplainedError(`The local AWS did not answer within ${READY_WITHIN_SECONDS} s: ${log} says why.`);
    }
    await sleep(50);
  }
};

/**
 * Starts ministack on 127.0.0.1 and waits until it answers. Its functions inherit its environment, so that holds nothing
 * but what is listed here: a variable missing from the CDK code is missing locally too (ministack.md, "Read this first").
 */
export const startLocalAws = async ({
  port,
  directory,
  enforceIam = false,
  waitScale = 1,
}: LocalAwsSettings): Promise<LocalAws> => {
  const log = join(directory, 'aws.log');
  // Functions are unpacked here. Inside the project they would find its package.json and node_modules, which AWS has not.
  const temporary = mkdtempSync(join(tmpdir(), 'sluss-aws-'));
  const removeTemporary = () => rmSync(temporary, { recursive: true, force: true, maxRetries: 3 });
  process.once('exit', removeTemporary);

  const ministack = startProcess(join(venv, 'bin', 'python'), [join(venv, 'bin', 'ministack')], {
    log,
    cwd: temporary,
    env: {
      PATH: [dirname(process.execPath), '/usr/bin', '/bin'].join(':'),
      TMPDIR: temporary,
      GATEWAY_PORT: String(port),
      BIND_HOST: '127.0.0.1',
      MINISTACK_REGION: region,
      SFN_WAIT_SCALE: String(waitScale),
      ...(enforceIam ? { AUTH: 'true' } : {}),
    },
  });
  const endpoint = `http://127.0.0.1:${port}`;
  await Promise.race([
    answers(endpoint, log),
    ministack.exited.then(() => {
      throw new ExplainedError(`The local AWS ended at once: ${log} says why.`);
    }),
  ]);
  return {
    endpoint,
    ended: ministack.exited.then(() => undefined),
    stop: async () => {
      await ministack.stop();
      removeTemporary();
    },
  };
};
