import { describe, expect, it } from 'vitest';
import { bankIdAuthentication } from '../../../functions/billecta/bankid-authentication.ts';
import { bankIdHints } from '../../../functions/billecta/bankid-hints.ts';
import { bankIdSignature } from '../../../functions/billecta/bankid-signature.ts';
import { billectaClient } from '../../../functions/billecta/client.ts';
import { ProviderContractBroken } from '../../../shared/provider-error.ts';
import { completeOrder, FakeProvider, order, qr } from '../../fakes/provider.ts';
import { access, rejection } from '../../fakes/world.ts';

const answering = (answer: unknown) => {
  const provider = new FakeProvider();
  provider.answer = () => answer;
  return { provider, client: billectaClient(provider.send, access) };
};
const none = { returnUrl: undefined, memory: {}, now: 0 };
const flows = [
  ['login', bankIdAuthentication, '/v1/bankid/authentication', 'bankid.authentication'],
  ['signing', bankIdSignature, '/v1/bankid/sign', 'bankid.sign'],
] as const;

describe.each(flows)('a %s', (_, flow, path, operation) => {
  const poll = (fields: Record<string, unknown>) => flow.poll(answering(order(fields)).client, 'order-1', none);

  it('is polled by its reference, which is escaped', async () => {
    const { provider, client } = answering(order());
    await flow.poll(client, 'order/1?x', none);
    const [request] = provider.requests;
    expect(request).toMatchObject({ operation: `${operation}.poll`, method: 'GET', body: undefined });
    expect(request?.url.href).toBe(`https://billecta.example${path}/order%2F1%3Fx`);
  });

  it.each([
    ['OutstandingTransaction', 'outstanding-transaction', true],
    ['Started', 'started', false],
    ['UserSign', 'user-sign', false],
    ['UserReq', 'user-sign', false],
    ['SomethingNew', 'unknown-status', true],
    ['', 'unknown-status', true],
    ['complete', 'unknown-status', true],
  ])('%j is pending as %s; a code is shown: %s', async (Status, hint, shown) => {
    const outcome = await poll({ Status });
    expect(outcome).toMatchObject({ status: 'pending', hint });
    expect('view' in outcome && outcome.view.qr).toBe(shown ? qr() : undefined);
    expect('view' in outcome && outcome.view.autoStartToken).toBe(shown ? 'auto-1' : undefined);
  });

  it.each([
    ['NoClient', 'noClient', 'failed', 'no-client'],
    ['Error', 'userCancel', 'failed', 'user-cancel'],
    ['Error', 'cancelled', 'failed', 'cancelled-by-system'],
    ['Error', 'certificateErr', 'failed', 'certificate-error'],
    ['Error', 'expiredTransaction', 'failed', 'expired-transaction'],
    ['Error', 'noClient', 'failed', 'no-client'],
    ['Error', 'unknown', 'failed', 'unknown-error'],
    ['Error', 'somethingNew', 'failed', 'unknown-error'],
    ['Error', 'constructor', 'failed', 'unknown-error'],
    ['Error', null, 'failed', 'unknown-error'],
    ['Error', 'startFailed', 'unattended', 'start-failed'],
  ])('%s with %j is %s as %s', async (Status, HintCode, status, hint) => {
    expect(await poll({ Status, HintCode })).toEqual({ status, hint });
  });

  it('complete brings back who the person is, and the proof', async () => {
    const { client } = answering(completeOrder({ SSN: '19800113-9297', Details: 'not kept' }));
    const outcome = await flow.poll(client, 'order-1', none);
    expect(outcome).toEqual({
      status: 'complete',
      result: {
        personalNumber: '198001139297',
        name: 'Vera Exempel',
        givenName: 'Vera',
        surname: 'Exempel',
        ipAddress: '192.0.2.7',
        certificate: { notBefore: '2024-12-31T23:00:00.000Z', notAfter: '2026-12-31T23:00:00.000Z' },
        signature: 'c2lnbmF0dXJl',
        ocspResponse: 'b2NzcA==',
      },
    });
    expect(flow.result.safeParse('result' in outcome ? outcome.result : undefined).success).toBe(true);
  });

  it.each([
    ['198001139297', 'complete'],
    ['8001139297', 'complete'],
    ['198507099805', 'failed'],
  ])('that one person was named for, finished by %s, is %s', async (SSN, status) => {
    const { client } = answering(completeOrder({ SSN }));
    const outcome = await flow.poll(client, 'order-1', { ...none, memory: { personalNumber: '198001139297' } });
    expect(outcome).toMatchObject(status === 'failed' ? { status, hint: 'wrong-person' } : { status });
    expect(JSON.stringify(outcome).includes('Vera')).toBe(status === 'complete');
  });

  it('complete without anybody is no end yet', async () => {
    expect(await poll({ Status: 'Complete', SSN: null })).toMatchObject({ status: 'pending', hint: 'processing' });
  });

  it('takes fields that are missing, and more than it knows', async () => {
    const { client } = answering({ ReferenceToken: 'order-1', Status: 'OutstandingTransaction', New: { deep: 1 } });
    expect(await flow.poll(client, 'order-1', none)).toMatchObject({ status: 'pending', view: {} });
  });

  it.each([
    [{ Status: 'Started' }],
    [{ ReferenceToken: 'x' }],
    [{ ReferenceToken: '', Status: 'Started' }],
    [[]],
    [null],
  ])('%j breaks the contract', async (answer) => {
    const polled = flow.poll(answering(answer).client, 'order-1', none);
    expect(await rejection(polled)).toBeInstanceOf(ProviderContractBroken);
  });
});

describe('what is asked at the start', () => {
  it.each([
    [{}, null, true],
    [{ personalNumber: '198001139297' }, '198001139297', false],
  ])('of a login with %j', async (request, SSN, TokenStartRequired) => {
    const { provider, client } = answering(order());
    const started = await bankIdAuthentication.start(client, request, none);
    expect(provider.requests).toMatchObject([{ method: 'PUT', operation: 'bankid.authentication.start' }]);
    expect(provider.requests[0]?.url.href).toBe('https://billecta.example/v1/bankid/authentication');
    expect(provider.requests[0]?.body).toEqual({ CreditorPublicId: access.creditorPublicId, SSN, TokenStartRequired });
    expect(started).toMatchObject({ reference: 'order-1', hint: 'outstanding-transaction', view: { qr: qr() } });
    expect(started.memory).toEqual(request);
  });

  it.each([
    [undefined, null],
    ['{"å":1}', Buffer.from('{"å":1}').toString('base64')],
  ])('of a signing with the hidden data %j', async (hiddenData, UserNonVisibleData) => {
    const { provider, client } = answering(order());
    const request = { visibleText: 'Jag godkänner', ...(hiddenData === undefined ? {} : { hiddenData }) };
    await bankIdSignature.start(client, request, none);
    expect(provider.requests[0]?.body).toEqual({
      CreditorPublicId: access.creditorPublicId,
      SSN: null,
      TokenStartRequired: true,
      UserMessage: 'Jag godkänner',
      UserNonVisibleData,
    });
  });

  it('the token is encoded once more for its header (billecta.md 1.3)', async () => {
    const { provider, client } = answering(order());
    await bankIdAuthentication.start(client, {}, none);
    expect(provider.requests[0]?.headers['authorization']).toBe('SecureToken YzJWamRYSmxMWFJ2YTJWdQ==');
  });
});

describe('the links that start the app', () => {
  const launch = async (returnUrl: string | undefined, AutoStartToken: string | null = 'a b&c') =>
    (await bankIdAuthentication.start(answering(order({ AutoStartToken })).client, {}, { returnUrl })).view;

  it('carry the token escaped, and the way back on iOS only', async () => {
    expect((await launch('https://shop.example/in?a=1&b=2')).launch).toEqual({
      ios: 'https://app.bankid.com/?autostarttoken=a%20b%26c&redirect=https%3A%2F%2Fshop.example%2Fin%3Fa%3D1%26b%3D2',
      android: 'https://app.bankid.com/?autostarttoken=a%20b%26c&redirect=null',
      desktop: 'bankid:///?autostarttoken=a%20b%26c&redirect=null',
    });
  });

  it('lead nowhere without a returnUrl', async () => {
    expect((await launch(undefined)).launch?.ios).toMatch(/redirect=null$/);
  });

  it.each([[null], ['']])('are not there for the token %j', async (token) => {
    expect(await launch(undefined, token)).toEqual({ qr: qr() });
  });
});

describe('what a signing takes', () => {
  const takes = (request: unknown) => bankIdSignature.request.safeParse(request).success;

  it.each([
    ['the longest visible text', { visibleText: 'x'.repeat(30_000) }, true],
    ['one letter more', { visibleText: 'x'.repeat(30_001) }, false],
    ['letters of two bytes', { visibleText: 'å'.repeat(15_001) }, false],
    ['the longest hidden data', { visibleText: 'x', hiddenData: 'x'.repeat(90_000) }, true],
    ['one byte more', { visibleText: 'x', hiddenData: 'x'.repeat(90_001) }, false],
    ['no visible text', {}, false],
    ['an empty one', { visibleText: '' }, false],
    ['an unknown field', { visibleText: 'x', userMessage: 'x' }, false],
  ])('%s: %#', (_, request, taken) => {
    expect(takes(request)).toBe(taken);
  });
});

it('every hint is said in both languages', () => {
  for (const [hint, { sv, en }] of Object.entries(bankIdHints)) {
    expect(hint).toMatch(/^[a-z-]+$/);
    expect(sv).not.toBe('');
    expect(en).not.toBe(sv);
  }
});
