import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { describe as describeError, log } from '../../shared/log.ts';
import { catchPrinted } from '../fakes/printed.ts';

let printed = '';
beforeEach(() => {
  printed = '';
  catchPrinted((text) => {
    printed += text;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

describe('what is logged', () => {
  it('is one line of JSON with the event and its fields', () => {
    log.info('flow.started', { flowId: 'f1', flow: 'bankid-authentication', merchant: 'shop' });
    expect(printed.trim().split('\n')).toHaveLength(1);
    expect(JSON.parse(printed)).toMatchObject({
      level: 'INFO',
      message: 'flow.started',
      flowId: 'f1',
      merchant: 'shop',
    });
  });

  it.each(['warn', 'error'] as const)('%s has its level', (level) => {
    log[level]('poll.provider-fault', { provider: 'billecta' });
    expect(JSON.parse(printed)).toMatchObject({ level: level.toUpperCase(), provider: 'billecta' });
  });

  it('no other field can be: the compiler refuses it', () => {
    // @ts-expect-error a personal number is no loggable field
    const fields: Parameters<typeof log.info>[1] = { personalNumber: '198001139297' };
    // @ts-expect-error nor is a whole object
    const nested: Parameters<typeof log.info>[1] = { status: { name: 'Vera Exempel' } };
    expect([fields, nested]).toHaveLength(2);
  });
});

describe('what is said of an error', () => {
  const cause = new Error('cause 198001139297');
  const named = new Error('198001139297');
  named.name = 'ProviderRejected';

  it.each([
    ['its message', new Error('refused 198001139297'), 'Error'],
    ['a message of several lines', new Error('refused\n"198001139297"\nat 198001139297'), 'Error'],
    ['its cause', new Error('refused', { cause }), 'Error'],
    ['its own fields', Object.assign(new TypeError('x'), { body: '198001139297' }), 'TypeError'],
    ['a class with a name of its own', named, 'ProviderRejected'],
    ['what is no error', '198001139297', 'string'],
    ['an object that is no error', { ssn: '198001139297' }, 'object'],
  ])('never holds %s', (_, error, errorName) => {
    log.error('request.failed', describeError(error));
    expect(printed).not.toContain('198001139297');
    expect(JSON.parse(printed)).toMatchObject({ errorName });
  });

  it('holds where it was thrown', () => {
    expect(describeError(new Error('x')).stack).toContain('log.test.ts');
  });
});
