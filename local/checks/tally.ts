import * as z from 'zod';

export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

export const noTests: Tally = { passed: 0, failed: 0, skipped: 0 };

export const sum = (tallies: Tally[]): Tally =>
  tallies.reduce(
    (total, { passed, failed, skipped }) => ({
      passed: total.passed + passed,
      failed: total.failed + failed,
      skipped: total.skipped + skipped,
    }),
    noTests,
  );

/** `3 passed, 1 failed`: the last line of all. */
export const lastLine = ({ passed, failed }: Tally): string => `${passed} passed, ${failed} failed`;

/** The same for one step, with `, 2 skipped` where something was. */
export const sentence = ({ passed, failed, skipped }: Tally): string =>
  `${lastLine({ passed, failed, skipped })}${skipped > 0 ? `, ${skipped} skipped` : ''}`;

/** The part that counts of Vitest's JSON report. */
const vitestReport = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  numTodoTests: z.int(),
  testResults: z.array(z.object({ assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })) })),
});

/**
 * What a Vitest run counts as. A run that ended badly without a failed test (a file that does not load, an error outside
 * of tests, a crash before the report) counts as one failure, and so does a run without a test.
 */
export const tallyOf = (report: unknown, exitCode: number): Tally & { skippedNames: string[] } => {
  const parsed = vitestReport.safeParse(report);
  if (!parsed.success) return { ...noTests, failed: 1, skippedNames: [] };
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = parsed.data;
  const skipped = numPendingTests + numTodoTests;
  const isUnexplained = numFailedTests === 0 && (exitCode !== 0 || numPassedTests + skipped === 0);
  return {
    passed: numPassedTests,
    failed: numFailedTests + (isUnexplained ? 1 : 0),
    skipped,
    skippedNames: testResults
      .flatMap(({ assertionResults }) => assertionResults)
      .filter(({ status }) => !['passed', 'failed'].includes(status))
      .map(({ fullName }) => fullName.trim()),
  };
};
