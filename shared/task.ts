import middy from '@middy/core';
import { describe, log } from './log.ts';

/**
 * A Lambda handler that no gateway stands before. What it throws is logged through the closed list and thrown on as a
 * bare name: the runtime would print message and stack, and Step Functions would keep them.
 */
export const task = <Answer>(name: string, run: (event: unknown) => Promise<Answer>) =>
  middy<unknown, Answer>()
    .onError(({ error }) => {
      log.error(`${name}.failed`, describe(error));
      const bare = new Error(`${name} failed`);
      bare.name = error?.name ?? 'Error';
      delete bare.stack;
      throw bare;
    })
    .handler(run);
