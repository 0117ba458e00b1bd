import type { Outcome } from './check.ts';
import type { Examined } from './examine.ts';

const words: Readonly<Record<Outcome, string>> = {
  passed: 'ok',
  failed: 'FAILED',
  unverifiable: 'unknown',
  note: 'note',
};

export const countsOf = (examined: readonly Examined[]): Record<Outcome, number> => {
  const count = (outcome: Outcome) => examined.filter(({ finding }) => finding.outcome === outcome).length;
  return {
    passed: count('passed'),
    failed: count('failed'),
    unverifiable: count('unverifiable'),
    note: count('note'),
  };
};

/** The table for a person: a line for each check, and under a failed one what it proves and what to do. */
export const tableOf = (examined: readonly Examined[]): string => {
  const widest = Math.max(...examined.map(({ name }) => name.length));
  const lines = examined.flatMap(({ group, name, proves, finding }, index) => {
    const isFirst = examined[index - 1]?.group !== group;
    const line = `  ${words[finding.outcome].padEnd(8)} ${name.padEnd(widest)}  ${finding.text}`;
    const indent = ' '.repeat(widest + 13);
    return [
      ...(isFirst ? ['', group] : []),
      line,
      ...(finding.outcome === 'failed' ? [`${indent}must be: ${proves}`, `${indent}to do:   ${finding.remedy}`] : []),
    ];
  });
  const { passed, failed, unverifiable, note } = countsOf(examined);
  return `${lines.join('\n').trimStart()}\n\n${passed} passed, ${failed} failed, ${unverifiable} unknown, ${note} to note`;
};

/** The same for a machine. */
export const jsonOf = (environment: string, examined: readonly Examined[]): string =>
  JSON.stringify(
    {
      environment,
      counts: countsOf(examined),
      checks: examined.map(({ finding, ...check }) => ({ ...check, ...finding })),
    },
    undefined,
    2,
  );
