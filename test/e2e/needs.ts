import { afterAll, beforeAll, describe } from 'vitest';
import { stack } from '../stack.ts';
import { cancelStarted } from './api.ts';
import { resetSimulator } from './simulator.ts';

const hasSimulator = stack.simulators.billecta !== undefined;

/** What a group of tests needs of the stack, beside a URL and a key. */
const needs = {
  simulator: { isThere: hasSimulator, lack: 'the stack has no simulator' },
  keys: { isThere: hasSimulator && stack.otherKeys !== undefined, lack: 'the stack has no other keys' },
  account: { isThere: hasSimulator && stack.awsEndpoint !== undefined, lack: 'its AWS account cannot be looked into' },
};

/** A group of tests that start flows. It begins with a simulator that knows nothing, and leaves no flow open behind it. */
const describeWith =
  ({ isThere, lack }: { isThere: boolean; lack: string }) =>
  (name: string, tests: () => void): void => {
    // What is missing is told by the name: it is all that a report says of a skipped test.
    describe.runIf(isThere)(`${name}${isThere ? '' : ` (skipped: ${lack})`}`, () => {
      beforeAll(resetSimulator);
      afterAll(cancelStarted);
      tests();
    });
  };

export const describeFlows = describeWith(needs.simulator);
export const describeFlowsWithKeys = describeWith(needs.keys);
export const describeAws = describeWith(needs.account);
