import { describe, expect, it } from 'vitest';
import { billectaClient } from '../../../functions/billecta/client.ts';
import { watchedContract } from '../../../functions/billecta/watched-contract.ts';
import { ProviderContractBroken, ProviderRejected } from '../../../shared/provider-error.ts';
import type { Send } from '../../../shared/provider-http.ts';
import { access, rejection } from '../../fakes/world.ts';

const hour = 3_600;
const day = 24 * hour;
/** Saturday noon in Stockholm. */
const noon = Date.parse('2026-11-21T12:00:00+01:00') / 1000;
const contract = (State: object, RecurrenceDetails: object = { NoEndDate: true, End: null }) => ({
  ActionPublicId: '2000000001',
  DebtorPublicId: '5adc265f-f87f-4313-577e-08d3dca1a26c',
  ExternalReference: 'Vera Exempel',
  RecurrenceDetails: { RecurrenceInterval: 'Monthly', Start: '2026-01-01', ...RecurrenceDetails },
  State: { IsPaused: false, LastRunDate: null, NextRunDate: null, ...State },
});

/** A 404. */
const missing = Symbol('missing');

/** @param list what the list of its invoices answers */
const seen = (answer: unknown, list: unknown = [], now = noon) => {
  const asked: string[] = [];
  const send: Send = (request) => {
    asked.push(request.operation);
    const body = request.operation === 'contracts.read' ? answer : list;
    if (body === missing) return Promise.reject(new ProviderRejected(404, undefined));
    const parsed = request.answer.safeParse(body);
    return parsed.success ? Promise.resolve(parsed.data) : Promise.reject(new ProviderContractBroken('x'));
  };
  return { sight: watchedContract.read(billectaClient(send, access), '2000000001', now), asked };
};
const nextLook = async (State: object, now = noon) =>
  ((await seen(contract(State), [], now).sight).nextLook ?? NaN) - now;

describe('the invoices of a contract', () => {
  it('are asked for once it has run', async () => {
    const { sight, asked } = seen(contract({ NextRunDate: '2026-11-25T00:00:00' }));
    expect(await sight).toMatchObject({ made: [], state: { lastRun: null, nextRun: '2026-11-25', isPaused: false } });
    expect(asked).toEqual(['contracts.read']);
  });

  it.each([
    ['an array', [{ ActionPublicId: '42', DebtorName: 'Vera Exempel' }, { ActionPublicId: '43' }]],
    ['an array in a field', { Actions: [{ ActionPublicId: '42' }, { ActionPublicId: '43' }] }],
  ])('are the ids in %s, and nothing of the debtor', async (_, list) => {
    const { made, state } = await seen(contract({ LastRunDate: '2026-10-25T00:00:00' }), list).sight;
    expect(made).toEqual([
      { kind: 'invoice', id: '42' },
      { kind: 'invoice', id: '43' },
    ]);
    expect(state).toEqual({ lastRun: '2026-10-25', nextRun: null, isPaused: false });
  });

  it.each([
    ['no list', { Count: 3 }, ProviderContractBroken],
    ['more than one list', { Actions: [], Others: [] }, ProviderContractBroken],
    ['no such path', missing, ProviderRejected],
  ])('that cannot be listed (%s) are a fault, so that somebody hears of it', async (_, list, fault) => {
    const { sight } = seen(contract({ LastRunDate: '2026-10-25T00:00:00' }), list);
    expect(await rejection(sight)).toBeInstanceOf(fault);
  });
});

describe('the next look', () => {
  it.each([
    ['some hours after the next run', { NextRunDate: '2026-11-25T00:00:00' }, noon, 3 * day + 15 * hour],
    ['also of one that is paused', { NextRunDate: '2026-11-25T00:00:00', IsPaused: true }, noon, 3 * day + 15 * hour],
    ['a week later for one of a year', { NextRunDate: '2027-06-01T00:00:00' }, noon, 7 * day],
    [
      'in the night of a run, when the job is through',
      { LastRunDate: '2026-11-21T00:00:00', NextRunDate: '2026-12-21T00:00:00' },
      noon - 11.5 * hour,
      2.5 * hour,
    ],
    [
      'six hours later when its run is late',
      { LastRunDate: '2026-10-21T00:00:00', NextRunDate: '2026-11-21T00:00:00' },
      noon,
      6 * hour,
    ],
    [
      'a week later for a paused one whose day is past',
      { NextRunDate: '2026-11-01T00:00:00', IsPaused: true },
      noon,
      7 * day,
    ],
    ['a week later for one with no next run', { LastRunDate: '2026-10-21T00:00:00' }, noon, 7 * day],
  ])('is %s', async (_, state, now, wait) => {
    expect(await nextLook(state, now)).toBe(wait);
  });
});

describe('a contract is closed', () => {
  it.each([
    ['in the night after its end', { End: '2026-11-19T00:00:00' }, true],
    ['and not on its last day', { End: '2026-11-21T00:00:00' }, false],
    ['and not without an end', { End: '2026-11-19T00:00:00', NoEndDate: true }, false],
  ])('%s', async (_, end, isClosed) => {
    expect(await seen(contract({}, end)).sight).toMatchObject({ isClosed });
  });

  it('when it is gone', async () => {
    expect(await seen(missing).sight).toEqual({ isClosed: true, state: { isDeleted: true } });
  });
});
