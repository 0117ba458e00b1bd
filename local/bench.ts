import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startLocalAws } from './aws/local-aws.ts';
import { counted, rowOf, tableOf, times, type Row } from './bench/figures.ts';
import { ours } from './bench/ours.ts';
import { peer } from './bench/peer.ts';
import { deliveries, run } from './bench/run.ts';
import { createTables } from './bench/tables.ts';
import { ExplainedError } from './system/explained-error.ts';
import { interrupted, main } from './system/main.ts';
import { freePorts } from './system/ports.ts';
import { step } from './system/progress.ts';

const directory = join(import.meta.dirname, '..', '.local', `bench-${process.pid}`);
const WARM_UP_PAYMENTS = 50;

const usage = `Compares how a callback is acknowledged, here and by Powertools' idempotency: see docs/benchmark.md.

  npm run bench -- [--payments 400]`;

const paymentsFrom = (text: string): number => {
  const payments = Number(text);
  // Of fewer, the 99th percentile would be the one slowest.
  if (!Number.isInteger(payments) || payments < 100 || payments > 10_000)
    throw new ExplainedError(`--payments is a whole number from 100 to 10000.\n\n${usage}`);
  return payments;
};

/** Prints what came of it, and one line at the end. */
const report = (pairs: readonly { our: Row; their: Row }[]) => {
  console.log(`\n${tableOf(pairs.flatMap(({ our, their }) => [our, their]))}\n`);
  for (const { our, their } of pairs)
    console.log(
      `${our.delivery} delivery: the peer needs ${times(their.median, our.median)} × our median and ${times(their.p99, our.p99)} × our p99`,
    );
  const requests = pairs.map(({ our, their }) => `${counted(their.requests)} for a ${our.delivery} delivery`);
  const wrong = pairs.find(({ our }) => counted(our.requests) !== '1');
  if (wrong)
    throw new ExplainedError(
      `A ${wrong.our.delivery} delivery must cost us exactly 1 request to DynamoDB, and did cost ${counted(wrong.our.requests)}.`,
    );
  console.log(`\nRequests to DynamoDB: ours 1 for each delivery; the peer's ${requests.join(', ')}.`);
};

const bench = async (payments: number): Promise<number> => {
  const [port = 0] = await freePorts(1);
  const aws = await step('Start the local AWS', () => startLocalAws({ port, directory }));
  await createTables(aws.endpoint);
  const sides = [ours(aws.endpoint), peer(aws.endpoint)] as const;
  await step(`Warm up with ${WARM_UP_PAYMENTS} payments`, () => run(aws.endpoint, sides, WARM_UP_PAYMENTS));
  const samples = await step(`Deliver twice for each of ${payments} payments, to both sides`, () =>
    run(aws.endpoint, sides, payments),
  );
  await aws.stop();
  const [our, their] = sides;
  report(
    deliveries.map((delivery) => ({
      our: rowOf(samples, our.name, delivery),
      their: rowOf(samples, their.name, delivery),
    })),
  );
  return 0;
};

await main(async () => {
  const { values } = parseArgs({
    options: { payments: { type: 'string', default: '400' }, help: { type: 'boolean', default: false } },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const payments = paymentsFrom(values.payments);
  mkdirSync(directory, { recursive: true });
  process.once('exit', () => rmSync(directory, { recursive: true, force: true, maxRetries: 3 }));
  return Promise.race([bench(payments), interrupted().then(() => 130)]);
});
