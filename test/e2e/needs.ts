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

const describeWith =
  ({ isThere, lack }: { isThere: boolean; lack: string }, prepare: () => void) =>
  (name: string, tests: () => void): void => {
    // What is missing is told by the name: it is all that a report says of a skipped test.
    describe.runIf(isThere)(`${name}${isThere ? '' : ` (skipped: ${lack})`}`, () => {
      prepare();
      tests();
    });
  };

/** Tests that start flows begin with a simulator that knows nothing, and leave no flow open behind them. */
const flows = () => {
  beforeAll(resetSimulator);
  afterAll(cancelStarted);
};

export const describeFlows = describeWith(needs.simulator, flows);
export const describeFlowsWithKeys = describeWith(needs.keys, flows);
export const describeAws = describeWith(needs.account, flows);
/** Of payments alone: others may have flows at Billecta meanwhile (local/test.ts). */
export const describeAwsOfPayments = describeWith(needs.account, () => undefined);
