import { describe, log } from './log.ts';

/**
 * A Lambda handler that no gateway stands before. What it throws is logged through the closed list and thrown on as a
 * bare name: the runtime prints an error with its message, stack and every property, and Step Functions keeps them.
 */
export const task =
  <Answer>(name: string, run: (event: unknown) => Promise<Answer>) =>
  async (event: unknown): Promise<Answer> => {
    try {
      return await run(event);
    } catch (error) {
      log.error(`${name}.failed`, describe(error));
      const bare = new Error(`${name} failed`);
      bare.name = error instanceof Error ? error.name : 'Error';
      bare.stack = bare.name;
      throw bare;
    }
  };
