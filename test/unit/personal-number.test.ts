import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { personalNumber } from '../../shared/personal-number.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-11-21T10:00:00Z'), toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('accepted, and given back with 12 digits', () => {
  it.each([
    ['12 digits', '198001139297', '198001139297'],
    ['with a hyphen', '19800113-9297', '198001139297'],
    ['10 digits', '8001139297', '198001139297'],
    ['10 with a hyphen', '800113-9297', '198001139297'],
    ['a woman', '196001062626', '196001062626'],
    ['older than a hundred', '191212121212', '191212121212'],
    ['older than a hundred, 10 digits with a plus', '121212+1212', '191212121212'],
    ['a coordination number', '197010632391', '197010632391'],
    ['a coordination number of 10 digits', '701063-2391', '197010632391'],
    ['born in July', '198507099805', '198507099805'],
  ])('%s', (_, text, twelve) => {
    expect(personalNumber.parse(text)).toBe(twelve);
  });
});

describe('refused', () => {
  it.each([
    ['a wrong check digit', '198001139298'],
    ['a wrong check digit in 10', '800113-9298'],
    ['a month that is none', '198013139293'],
    ['a day that is none', '198002309295'],
    ['day 0', '198001009292'],
    ['the coordination day 60', '198001609299'],
    ['the coordination day 92', '198001929291'],
    ['serial number 000', '198001130007'],
    ['only zeros', '000000000000'],
    ['a plus in 12 digits', '19800113+9297'],
    ['11 digits', '19800113929'],
    ['13 digits', '1980011392970'],
    ['letters', '19800113TF97'],
    ['an interim number', '19800113T970'],
    ['spaces', ' 198001139297'],
    ['a line break at the end', '198001139297\n'],
    ['other digits than ours', '１９８００１１３９２９７'],
    ['nothing', ''],
    ['a birthday to come', '208001139297'],
  ])('%s', (_, text) => {
    expect(personalNumber.safeParse(text).success).toBe(false);
  });

  it.each([[198001139297], [null], [undefined], [['198001139297']]])('%j, which is no text', (value) => {
    expect(personalNumber.safeParse(value).success).toBe(false);
  });

  it('without repeating the number', () => {
    expect(JSON.stringify(personalNumber.safeParse('198001139298').error?.issues)).not.toContain('1980');
  });
});
