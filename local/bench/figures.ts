/** One delivery to one side. */
export interface Sample {
  readonly side: string;
  readonly delivery: 'first' | 'duplicate';
  readonly milliseconds: number;
  readonly requests: number;
  readonly starts: number;
}

export interface Row {
  readonly side: string;
  readonly delivery: Sample['delivery'];
  /** Every count that occurred; where all deliveries were alike it is one. */
  readonly requests: readonly number[];
  readonly starts: readonly number[];
  /** Milliseconds. */
  readonly median: number;
  readonly p99: number;
}

const different = (counts: readonly number[]): number[] => [...new Set(counts)].sort((one, other) => one - other);

/** The smallest value that this share of all values does not exceed (nearest rank). */
const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.ceil(share * sorted.length) - 1] ?? NaN;

export const rowOf = (samples: readonly Sample[], side: string, delivery: Sample['delivery']): Row => {
  const own = samples.filter((sample) => sample.side === side && sample.delivery === delivery);
  const times = own.map(({ milliseconds }) => milliseconds).sort((one, other) => one - other);
  return {
    side,
    delivery,
    requests: different(own.map(({ requests }) => requests)),
    starts: different(own.map(({ starts }) => starts)),
    median: percentile(times, 0.5),
    p99: percentile(times, 0.99),
  };
};

/** "1", or "1 or 3". */
export const counted = (counts: readonly number[]): string => counts.join(' or ');

/** How many times the other's figure. */
export const times = (figure: number, other: number): string => (figure / other).toFixed(2);

const head = ['side', 'delivery', 'requests', 'starts left out', 'median ms', 'p99 ms'];

export const tableOf = (rows: readonly Row[]): string => {
  const cells = rows.map(({ side, delivery, requests, starts, median, p99 }) => [
    side,
    delivery,
    counted(requests),
    counted(starts),
    median.toFixed(2),
    p99.toFixed(2),
  ]);
  const widths = head.map((_, column) => Math.max(...[head, ...cells].map((line) => line[column]?.length ?? 0)));
  return [head, ...cells]
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};
