import { describe, expect, it } from 'vitest';
import { mobileNumber } from '../../shared/phone-number.ts';

describe('a mobile number', () => {
  it.each([
    '0701740605',
    '070-174 06 05',
    '+46701740605',
    '+46 (0)70 174 06 05',
    '0046701740605',
    '46701740605',
    '460701740605',
  ])('%s is 46701740605', (text) => {
    expect(mobileNumber.parse(text)).toBe('46701740605');
  });

  it('of another country stays as it is', () => {
    expect(mobileNumber.parse('+47 400 00 000')).toBe('4740000000');
  });

  it.each([
    '',
    '070',
    '08-123 456 78',
    '+468123456',
    '0701740605a',
    '07017406051',
    '701740605+',
    '+0701740605',
    'ring',
  ])('%j is none', (text) => {
    expect(mobileNumber.safeParse(text).success).toBe(false);
  });
});
