import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fact } from './account.ts';

/** Where the local AWS's functions can be found among the processes of this machine. */
export const seesWorkers = existsSync('/proc/self/environ');

const environmentOf = (pid: string): string[] => {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  } catch {
    // It has ended meanwhile, or is another user's.
    return [];
  }
};

/** Kills the processes in which this stack's function runs, as a crash of the machine would. @returns how many there were */
export const killWorkers = (name: string): number => {
  const marks = [`AWS_LAMBDA_FUNCTION_NAME=${fact('stackName')}-${name}`, `AWS_ENDPOINT_URL=${fact('awsEndpoint')}`];
  const pids = readdirSync('/proc').filter((pid) => /^\d+$/.test(pid));
  const workers = pids.filter((pid) => {
    const environment = environmentOf(pid);
    return marks.every((mark) => environment.includes(mark));
  });
  for (const pid of workers) process.kill(Number(pid), 'SIGKILL');
  return workers.length;
};
