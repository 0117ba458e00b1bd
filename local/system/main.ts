import { ExplainedError } from './explained-error.ts';

/**
 * Runs a command to its end and exits. An explained error is shown as its sentence alone, and so is a wrong flag; anything
 * else is a defect and is shown whole. Exiting ends every process that was started.
 */
export const main = async (command: () => number | undefined | Promise<number | undefined>): Promise<never> => {
  try {
    process.exit((await command()) ?? 0);
  } catch (error) {
    const isWrongFlag =
      error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
    if (error instanceof ExplainedError || isWrongFlag) console.error(`\n${error.message}`);
    else console.error(error);
    process.exit(1);
  }
};

/** Resolves once somebody wants us to stop: Ctrl-C, a polite kill, or a closed terminal. Further signals change nothing. */
export const interrupted = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve());
  });
