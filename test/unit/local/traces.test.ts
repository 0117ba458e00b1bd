import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Call } from '../../../local/demo/page/shapes.ts';
import { tracesAt } from '../../../local/demo/traces.ts';
import { invoicing, type Invoicing } from '../simulators/invoicing.ts';

let billecta: Invoicing;
beforeEach(async () => {
  billecta = await invoicing();
});
afterEach(() => billecta.close());

test('counts what the simulated Billecta has of a person, and names nobody', async () => {
  const count = tracesAt(billecta.url);
  const calls: Call[] = [];
  expect(await count(calls, '198507099805')).toEqual({ debtors: 0, contracts: 0 });
  await billecta.contract(await billecta.debtor());
  expect(await count(calls, '198507099805')).toEqual({ debtors: 1, contracts: 1 });
  expect(await count(calls, '191212121212')).toEqual({ debtors: 0, contracts: 0 });
  expect(JSON.stringify(calls)).not.toContain('8507099805');
});

test('counts nothing where nobody answers', async () => {
  const count = tracesAt(billecta.url);
  await billecta.close();
  expect(await count([], '198507099805')).toBeNull();
});
