import { describe, expect, test } from 'vitest';
import { sentence, sum, tallyOf } from '../../../local/checks/tally.ts';

const report = (passed: number, failed: number, skipped = 0, todo = 0) => ({
  numPassedTests: passed,
  numFailedTests: failed,
  numPendingTests: skipped,
  numTodoTests: todo,
  testResults: [
    {
      assertionResults: [
        { fullName: 'a flow ends', status: 'passed' },
        ...(skipped > 0 ? [{ fullName: ' a page is read', status: 'skipped' }] : []),
      ],
    },
  ],
});

describe('what a Vitest run counts as', () => {
  test.each([
    { run: 'all passed', report: report(3, 0), exitCode: 0, counts: [3, 0, 0] },
    { run: 'one failed', report: report(2, 1), exitCode: 1, counts: [2, 1, 0] },
    { run: 'skipped and to be written', report: report(2, 0, 1, 1), exitCode: 0, counts: [2, 0, 2] },
    { run: 'a file did not load', report: report(3, 0), exitCode: 1, counts: [3, 1, 0] },
    { run: 'no test at all', report: report(0, 0), exitCode: 0, counts: [0, 1, 0] },
    { run: 'a crash before the report', report: undefined, exitCode: 1, counts: [0, 1, 0] },
    { run: 'no report, and yet a good end', report: undefined, exitCode: 0, counts: [0, 1, 0] },
  ])('$run', ({ report, exitCode, counts }) => {
    const { passed, failed, skipped } = tallyOf(report, exitCode);

    expect([passed, failed, skipped]).toEqual(counts);
  });

  test('names what was skipped', () => {
    expect(tallyOf(report(1, 0, 1), 0).skippedNames).toEqual(['a page is read']);
  });
});

test('the last line has skipped tests only when there are some', () => {
  const run = { passed: 2, failed: 1, skipped: 0 };

  expect(sentence(run)).toBe('2 passed, 1 failed');
  expect(sentence(sum([run, { passed: 1, failed: 0, skipped: 4 }]))).toBe('3 passed, 1 failed, 4 skipped');
});
