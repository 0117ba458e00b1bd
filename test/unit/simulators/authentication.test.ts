import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  localCreditorPublicId,
  localPassword,
  localSecureToken,
  localUser,
} from '../../../local/simulators/billecta/defaults.ts';
import { simulator, type Simulator } from './harness.ts';

const basic = `Basic ${Buffer.from(`${localUser}:${localPassword}`).toString('base64')}`;

let billecta: Simulator;
beforeEach(async () => {
  billecta = await simulator();
});
afterEach(() => billecta.close());

const creditors = (authorization: string) =>
  billecta.call('GET', '/v1/creditors/creditors', undefined, { authorization });

it('lists the creditor for the doubly encoded token and for Basic', async () => {
  for (const authorization of [`SecureToken ${Buffer.from(localSecureToken).toString('base64')}`, basic]) {
    const { status, body } = await creditors(authorization);
    expect(status).toBe(200);
    expect(body).toMatchObject([{ CreditorPublicId: localCreditorPublicId, IsEnabled: true }]);
  }
});

it.each([
  ['the token encoded once', `SecureToken ${localSecureToken}`],
  ['another scheme', `Bearer ${localSecureToken}`],
  ['a wrong password', `Basic ${Buffer.from(`${localUser}:wrong`).toString('base64')}`],
  ['nothing', ''],
])('answers 401 without a body to %s', async (_, authorization) => {
  const response = await billecta.fetched('GET', '/v1/creditors/creditors', undefined, { authorization });
  expect(response.status).toBe(401);
  expect(await response.text()).toBe('');
});

it('gives the token to a user with a password, under both names', async () => {
  const token = (authorization: string) =>
    billecta.call('POST', '/v1/authentication/apiauthenticate', undefined, { authorization });

  expect((await token(basic)).body).toEqual({
    SecureToken: localSecureToken,
    Value: localSecureToken,
    Expires: '2026-11-22T10:00:00.000Z',
  });
  expect((await token('Basic bm9ib2R5Og==')).status).toBe(401);
});

it('marks what rests on guesses', async () => {
  const { headers } = await billecta.call('PUT', '/v1/bankid/authentication', {});
  expect(headers.get('x-simulator-unverified')).toBe('path');
  const known = await billecta.call('PUT', '/v1/bankid/sign', {});
  expect(known.headers.has('x-simulator-unverified')).toBe(false);
});
