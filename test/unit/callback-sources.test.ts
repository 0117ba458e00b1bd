import { describe, expect, it } from 'vitest';
import { callbackSources, unexpectedSource } from '../../shared/callback-sources.ts';

describe('an unexpected source', () => {
  const isUnexpected = unexpectedSource(['20.91.170.120/29', '51.107.183.58/32']);

  it.each(['20.91.170.120', '20.91.170.127', '51.107.183.58', '::ffff:51.107.183.58'])('%s is none', (address) => {
    expect(isUnexpected(address)).toBe(false);
  });

  it.each([
    '20.91.170.119',
    '20.91.170.128',
    '51.107.183.59',
    '2001:db8::1',
    '::ffff:20.91.170.128',
    '20.91.170.120:443',
    '020.91.170.120',
    '20.91.170.120, 203.0.113.9',
    '',
    'somewhere',
  ])('%j is one', (address) => {
    expect(isUnexpected(address)).toBe(true);
  });

  it.each(['203.0.113.9', '2001:db8::1', ''])('of an empty list %j is none', (address) => {
    expect(unexpectedSource([])(address)).toBe(false);
  });
});

it.each([['20.91.170.120'], ['20.91.170.120/33'], ['2001:db8::/32'], ['somewhere/8']])('%s is no range', (range) => {
  expect(callbackSources.safeParse({ addresses: [range], enforced: false }).success).toBe(false);
});
