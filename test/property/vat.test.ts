import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amountView, kronor, minorUnitsOf, öreOf } from '../../functions/billecta/amounts.ts';
import { wireDay } from '../../functions/billecta/days.ts';
import { instant } from '../../functions/billecta/wire.ts';
import { rowTotal, totalOf } from '../../shared/vat.ts';

const öre = fc.integer({ min: -10_000_000_000, max: 10_000_000_000 });
const row = fc.record({
  quantity: fc.integer({ min: 1, max: 10_000_000 }).map((thousandths) => thousandths / 1000),
  unitPrice: öre,
  vat: fc.constantFrom(0, 6, 12, 25),
});

describe('rows with VAT', () => {
  it('never lose an öre: net and VAT make up the gross amount, row by row and together', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 50 }), fc.boolean(), (rows, included) => {
        const each = rows.map((one) => rowTotal(one, included));
        for (const { net, vat, gross } of each) expect(net + vat).toBe(gross);
        const sum = totalOf(rows, included);
        expect(sum.net + sum.vat).toBe(sum.gross);
        expect(Number.isSafeInteger(sum.gross)).toBe(true);
        expect(sum.gross).toBe(each.reduce((total, { gross }) => total + gross, 0));
      }),
    );
  });

  it('are within half an öre of the exact VAT, and a deduction mirrors its row', () => {
    fc.assert(
      fc.property(row, fc.boolean(), (one, included) => {
        const { net, vat, gross } = rowTotal(one, included);
        const exact = included ? (gross * one.vat) / (100 + one.vat) : (net * one.vat) / 100;
        expect(Math.abs(vat - exact)).toBeLessThanOrEqual(0.51);
        const mirrored = rowTotal({ ...one, unitPrice: -one.unitPrice }, included);
        expect(mirrored.gross + gross).toBe(0);
      }),
    );
  });

  it('that include it leave the price as it was said', () => {
    fc.assert(
      fc.property(row, (one) => {
        expect(rowTotal({ ...one, quantity: 1 }, true).gross).toBe(one.unitPrice);
      }),
    );
  });
});

describe('amounts at the edge', () => {
  it('come back from kronor in a double as they went, through JSON too', () => {
    fc.assert(
      fc.property(öre, (amount) => {
        expect(öreOf(JSON.parse(JSON.stringify(kronor(amount))) as number) ?? NaN).toBe(amount === 0 ? 0 : amount);
        expect(minorUnitsOf.parse(amountView(amount))).toBe(amount);
      }),
    );
  });

  it('of part of an öre are no amount', () => {
    for (const price of [0.125, 1e21, 1e-7, NaN]) expect(öreOf(price)).toBeNull();
  });
});

it("a day on the wire is Stockholm's midnight, all year round", () => {
  const date = fc.date({ min: new Date('1996-01-01'), max: new Date('2090-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(date, (time) => {
      const day = time.toISOString().slice(0, 10);
      expect(instant.parse(wireDay(day))).toBe(instant.parse(`${day}T00:00:00`));
    }),
  );
});
