import fc from 'fast-check';
import { expect, it } from 'vitest';
import { personalNumber } from '../../shared/personal-number.ts';

/** The check digit of nine digits: doubled and single in turn, digit sums added up to a multiple of ten. */
const checkDigit = (nine: string): number => {
  const sum = Array.from(nine).reduce((total, digit, place) => {
    const product = Number(digit) * (place % 2 === 0 ? 2 : 1);
    return total + Math.floor(product / 10) + (product % 10);
  }, 0);
  return (10 - (sum % 10)) % 10;
};

const dates = fc.date({
  min: new Date('1930-01-01T00:00:00Z'),
  max: new Date('2020-12-31T00:00:00Z'),
  noInvalidDate: true,
});
const serials = fc.integer({ min: 1, max: 999 }).map((serial) => String(serial).padStart(3, '0'));

/** Twelve digits: a date, with 60 added to the day for a coordination number, a serial number, and the check digit. */
const numberOf = (date: Date, serial: string, coordination: boolean): string => {
  const [year = '', month = '', day = ''] = date.toISOString().slice(0, 10).split('-');
  const eight = year + month + String(Number(day) + (coordination ? 60 : 0)).padStart(2, '0');
  return `${eight}${serial}${checkDigit(eight.slice(2) + serial)}`;
};
const numbers = fc.tuple(dates, serials, fc.boolean()).map((parts) => numberOf(...parts));
const accepted = (text: string): boolean => personalNumber.safeParse(text).success;

it('a number with the right check digit is taken as it is, coordination numbers too', () => {
  fc.assert(
    fc.property(numbers, (twelve) => {
      expect(personalNumber.parse(twelve)).toBe(twelve);
    }),
  );
});

it('10 and 12 digits, with and without a hyphen, are the same person', () => {
  fc.assert(
    fc.property(numbers, (twelve) => {
      const ten = twelve.slice(2);
      for (const text of [`${twelve.slice(0, 8)}-${twelve.slice(8)}`, ten, `${ten.slice(0, 6)}-${ten.slice(6)}`])
        expect(personalNumber.parse(text)).toBe(twelve);
    }),
  );
});

it('any single one of the ten digits changed is refused', () => {
  fc.assert(
    fc.property(numbers, fc.integer({ min: 2, max: 11 }), fc.integer({ min: 1, max: 9 }), (twelve, place, by) => {
      const changed = (Number(twelve[place]) + by) % 10;
      expect(accepted(twelve.slice(0, place) + String(changed) + twelve.slice(place + 1))).toBe(false);
    }),
  );
});

it('a date that no calendar has is refused, whatever its check digit', () => {
  const wrong = fc.constantFrom('0001', '1301', '0132', '0230', '0431', '0100', '0160', '0192', '0290', '9999');
  fc.assert(
    fc.property(fc.integer({ min: 1930, max: 2020 }), wrong, serials, (year, monthAndDay, serial) => {
      const eight = `${year}${monthAndDay}`;
      expect(accepted(`${eight}${serial}${checkDigit(eight.slice(2) + serial)}`)).toBe(false);
    }),
  );
});

it('29 February is there in leap years only', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1930, max: 2020 }), serials, fc.constantFrom(29, 89), (year, serial, day) => {
      const eight = `${year}02${day}`;
      expect(accepted(`${eight}${serial}${checkDigit(eight.slice(2) + serial)}`)).toBe(year % 4 === 0);
    }),
  );
});

it('no text makes it throw, and what it takes are 12 digits', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[\d+-]{9,14}$/)), (text) => {
      const parsed = personalNumber.safeParse(text);
      expect(parsed.success ? parsed.data : '000000000000').toMatch(/^\d{12}$/);
    }),
  );
});
