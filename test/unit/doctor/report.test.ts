import { expect, it } from 'vitest';
import type { Examined } from '../../../local/doctor/examine.ts';
import { countsOf, jsonOf, tableOf } from '../../../local/doctor/report.ts';

const examined: Examined[] = [
  { group: 'account', name: 'clock-rule', proves: 'the clock runs', finding: { outcome: 'passed', text: 'enabled' } },
  {
    group: 'billecta',
    name: 'billecta-token',
    proves: 'the token is taken',
    finding: { outcome: 'failed', text: 'refused', remedy: 'Put another in.' },
  },
  { group: 'billecta', name: 'swish', proves: 'Swish is on', finding: { outcome: 'unverifiable', text: 'try it' } },
  { group: 'billecta', name: 'number', proves: 'a number', finding: { outcome: 'note', text: 'not set' } },
];

it('has a line for each check, and what to do about a failed one', () => {
  expect(tableOf(examined).split('\n')).toEqual([
    'account',
    '  ok       clock-rule      enabled',
    '',
    'billecta',
    '  FAILED   billecta-token  refused',
    '                           must be: the token is taken',
    '                           to do:   Put another in.',
    '  unknown  swish           try it',
    '  note     number          not set',
    '',
    '1 passed, 1 failed, 1 unknown, 1 to note',
  ]);
});

it('has the same for a machine', () => {
  const parsed: unknown = JSON.parse(jsonOf('test', examined));
  expect(parsed).toMatchObject({ environment: 'test', counts: countsOf(examined) });
  expect((parsed as { checks: unknown[] }).checks[1]).toEqual({
    group: 'billecta',
    name: 'billecta-token',
    proves: 'the token is taken',
    outcome: 'failed',
    text: 'refused',
    remedy: 'Put another in.',
  });
});
