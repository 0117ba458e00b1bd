import { describe, expect, it } from 'vitest';
import {
  bankDayFrom,
  bankDaysAfter,
  easterSunday,
  isBankDay,
} from '../../../local/simulators/billecta/invoicing/bank-days.ts';
import { dayAt, midnight } from '../../../local/simulators/billecta/invoicing/days.ts';

it.each([
  '1943-04-25',
  '1954-04-18',
  '1981-04-19',
  '2000-04-23',
  '2008-03-23',
  '2024-03-31',
  '2025-04-20',
  '2026-04-05',
  '2027-03-28',
  '2038-04-25',
  '2049-04-18',
  '2076-04-19',
])('Easter Sunday is on %s', (day) => {
  expect(easterSunday(Number(day.slice(0, 4)))).toBe(day);
});

describe('banks', () => {
  it.each([
    ['New Year', '2026-01-01'],
    ['Epiphany', '2026-01-06'],
    ['Good Friday', '2026-04-03'],
    ['Easter Monday', '2026-04-06'],
    ['May Day', '2026-05-01'],
    ['Ascension Day', '2026-05-14'],
    ['the National Day', '2025-06-06'],
    ['Midsummer Eve', '2026-06-19'],
    ['Midsummer Eve at its latest', '2027-06-25'],
    ['Christmas Eve', '2026-12-24'],
    ['Christmas Day', '2026-12-25'],
    ['Boxing Day', '2028-12-26'],
    ["New Year's Eve", '2026-12-31'],
    ['a Saturday', '2026-11-21'],
    ['a Sunday', '2026-11-22'],
  ])('are closed on %s', (_, day) => {
    expect(isBankDay(day)).toBe(false);
  });

  it('are open on 251 days of 2026, and on the day before a holiday', () => {
    const days = Array.from({ length: 365 }, (_, index) => dayAt(Date.UTC(2026, 0, 1 + index, 12)));
    expect(days.filter(isBankDay)).toHaveLength(251);
    expect(['2026-04-02', '2026-06-18', '2026-12-23', '2026-05-15'].every(isBankDay)).toBe(true);
  });

  it('are counted over weekends and holidays', () => {
    expect(bankDaysAfter('2026-11-21', 3)).toBe('2026-11-25');
    expect(bankDaysAfter('2026-04-01', 3)).toBe('2026-04-08');
    expect(bankDaysAfter('2026-12-23', 3)).toBe('2026-12-30');
    expect(bankDayFrom('2026-12-24')).toBe('2026-12-28');
    expect(bankDayFrom('2026-12-28')).toBe('2026-12-28');
  });
});

it.each([
  ['2026-11-21', '2026-11-20T23:00:00.000Z'],
  ['2026-07-01', '2026-06-30T22:00:00.000Z'],
  ['2026-03-29', '2026-03-28T23:00:00.000Z'],
  ['2026-10-25', '2026-10-24T22:00:00.000Z'],
])('%s begins in Stockholm at %s', (day, time) => {
  expect(new Date(midnight(day)).toISOString()).toBe(time);
  expect(dayAt(midnight(day) - 1) < day).toBe(true);
});
