import { describe, expect, it } from 'vitest';
import { instant, named } from '../../../functions/billecta/wire.ts';

describe('an enum on the wire', () => {
  const status = named({ [-1]: 'Unknown', 0: 'Waiting', 1: 'Success' });

  it.each([
    ['Waiting', 'Waiting'],
    [0, 'Waiting'],
    [-1, 'Unknown'],
    ['SomethingNew', 'SomethingNew'],
    [17, '17'],
  ])('%o is %s', (value, name) => {
    expect(status.parse(value)).toBe(name);
  });

  it('is nothing else', () => {
    expect(status.safeParse(true).success).toBe(false);
  });
});

describe('a time on the wire', () => {
  it.each([
    ['with an offset', '2021-06-26T20:59:01.864227+02:00', '2021-06-26T18:59:01.864Z'],
    ['in UTC', '2021-06-26T20:59:01Z', '2021-06-26T20:59:01.000Z'],
    ['with a space', '2021-06-26 20:59:01 +02:00', '2021-06-26T18:59:01.000Z'],
    ['without a zone, in summer', '2021-06-26T20:59:01', '2021-06-26T18:59:01.000Z'],
    ['without a zone, in winter', '2021-12-26T20:59:01', '2021-12-26T19:59:01.000Z'],
    ['without a zone, just before summer time', '2021-03-28T01:59:59', '2021-03-28T00:59:59.000Z'],
    ['without a zone, just after it began', '2021-03-28T03:00:00', '2021-03-28T01:00:00.000Z'],
    ['that is not set', '0001-01-01T00:00:00', null],
    ['that is none', 'yesterday', null],
    ['of an impossible day', '2021-13-45T20:59:01Z', null],
    ['that is absent', undefined, null],
    ['that is null', null, null],
  ])('%s', (_, text, expected) => {
    expect(instant.parse(text)).toBe(expected);
  });
});
