import { spawn } from 'node:child_process';
import { createWriteStream, writeFileSync } from 'node:fs';
import { constants, setPriority } from 'node:os';

export interface Running {
  /** Resolves with the exit code (128 and more: ended by a signal); rejects when the program cannot be started. */
  exited: Promise<number>;
  /** Ends the program and everything it started. Resolves when it is gone. */
  stop: () => Promise<void>;
}

interface Options {
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  /** A file that takes the program's output. */
  log?: string;
  onOutput?: (text: string) => void;
  /** Whether it takes only what others leave of the processors; so does what it starts. */
  isPatient?: boolean;
}

const groups = new Set<number>();

// Nothing of ours keeps state, so the quickest way to end it is also the surest: no program can refuse or outlive it.
const killGroup = (leader: number) => {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // The group has ended already.
  }
};

process.on('exit', () => groups.forEach(killGroup));

/** Linux shares the processors between sessions first, and among a session's processes after that: both must give way. */
const giveWay = (leader: number) => {
  setPriority(leader, constants.priority.PRIORITY_LOW);
  try {
    writeFileSync(`/proc/${leader}/autogroup`, String(constants.priority.PRIORITY_LOW));
  } catch {
    // Elsewhere there is no such grouping.
  }
};

/**
 * Starts a program as the leader of a process group of its own: what it starts in turn ends with it, nothing else is
 * touched, and a Ctrl-C in the terminal reaches us first. Whatever is left ends when this process exits.
 */
export const startProcess = (command: string, args: string[], options: Options = {}): Running => {
  const { env, cwd, log, onOutput, isPatient = false } = options;
  const child = spawn(command, args, { env, cwd, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const { pid } = child;
  if (pid !== undefined) groups.add(pid);
  if (pid !== undefined && isPatient) giveWay(pid);

  const file = log === undefined ? undefined : createWriteStream(log, { flags: 'w' });
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      file?.write(text);
      onOutput?.(text);
    });
  }
  const exited = new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', () => {
      if (pid === undefined) return;
      killGroup(pid);
      groups.delete(pid);
    });
    child.on('close', (code, signal) => {
      file?.end();
      resolve(code ?? (signal === 'SIGKILL' ? 137 : 143));
    });
  });
  return {
    exited,
    stop: async () => {
      if (pid !== undefined) killGroup(pid);
      await exited.catch(() => undefined);
    },
  };
};

/** Runs a program to its end, or for at most `seconds`. Output is both streams as they came. */
export const run = async (command: string, args: string[], options: Options & { seconds: number }) => {
  let output = '';
  const program = startProcess(command, args, { ...options, onOutput: (text) => (output += text) });
  let timedOut = false;
  const limit = setTimeout(() => {
    timedOut = true;
    void program.stop();
  }, options.seconds * 1000);
  try {
    const exitCode = await program.exited;
    return { exitCode, output, timedOut };
  } finally {
    clearTimeout(limit);
  }
};
