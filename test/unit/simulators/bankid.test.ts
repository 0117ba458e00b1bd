import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { authenticationFor, simulator, type Simulator } from './harness.ts';

const elin = '198507099805';

let billecta: Simulator;
beforeEach(async () => {
  billecta = await simulator();
});
afterEach(() => billecta.close());

const statusOf = async (reference: unknown) => {
  const { body } = await billecta.poll(reference);
  return [body['Status'], body['HintCode']];
};

describe('an order', () => {
  it('starts as outstanding, with tokens and a QR and without an identity', async () => {
    const started = await billecta.start();

    expect(started).toMatchObject({ Status: 'OutstandingTransaction', HintCode: 'outstandingTransaction' });
    expect(started).toMatchObject({ SSN: null, Name: null, Signature: null, NotBefore: null, Details: null });
    expect(started['Created']).toBe('2026-11-21T10:00:00.000+00:00');
    expect(started['QR']).toMatch(/^data:image\/svg\+xml;base64,/);
    expect(started['AutoStartToken']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('goes from outstanding over started and user sign to complete with the identity', async () => {
    const { ReferenceToken: reference, AutoStartToken: autoStartToken } = await billecta.start();
    await billecta.control('launch', { autoStartToken });
    expect(await statusOf(reference)).toEqual(['Started', 'started']);

    billecta.pass(2);
    expect(await statusOf(reference)).toEqual(['UserSign', 'userSign']);

    const approved = await billecta.control(`orders/${String(reference)}/approve`, { personalNumber: elin });
    expect(approved.body).toEqual({ reference, status: 'Complete' });
    const { body } = await billecta.poll(reference);
    expect(body).toMatchObject({ Status: 'Complete', HintCode: null, QR: null, SSN: elin });
    expect(body).toMatchObject({ Name: 'Elin Övningsdal', GivenName: 'Elin', Surname: 'Övningsdal' });
    expect(body).toMatchObject({ NotBefore: '2025-11-21T10:00:00.000+00:00', IpAddress: '192.0.2.17' });
  });

  it('is approved by somebody when it named nobody, and by whom it named otherwise', async () => {
    const { ReferenceToken: open } = await billecta.start();
    const { ReferenceToken: named } = await billecta.start(elin);
    await billecta.control(`orders/${String(open)}/approve`);
    await billecta.control(`orders/${String(named)}/approve`);

    expect((await billecta.poll(open)).body['SSN']).toBe('191212121212');
    expect((await billecta.poll(named)).body['SSN']).toBe(elin);
  });

  it.each([
    ['decline', 'Error', 'userCancel'],
    ['no-app', 'NoClient', 'noClient'],
    ['certificate-error', 'Error', 'certificateErr'],
    ['expire', 'Error', 'expiredTransaction'],
  ])('ends by %s as %s/%s, once', async (action, status, hintCode) => {
    const { ReferenceToken: reference } = await billecta.start();
    const path = `orders/${String(reference)}/${action}`;

    expect((await billecta.control(path)).body).toEqual({ reference, status });
    expect(await statusOf(reference)).toEqual([status, hintCode]);
    expect((await billecta.control(path)).status).toBe(409);
  });

  it('fails to start when nobody opens it within 30 s', async () => {
    const { ReferenceToken: reference, AutoStartToken: autoStartToken } = await billecta.start();
    billecta.pass(29);
    expect(await statusOf(reference)).toEqual(['OutstandingTransaction', 'outstandingTransaction']);
    billecta.pass(1);
    expect(await statusOf(reference)).toEqual(['Error', 'startFailed']);
    expect((await billecta.control('launch', { autoStartToken })).status).toBe(404);
  });

  it('expires when it is opened and then left for 180 s', async () => {
    const { ReferenceToken: reference, AutoStartToken: autoStartToken } = await billecta.start();
    billecta.pass(20);
    await billecta.control('launch', { autoStartToken });
    billecta.pass(179);
    expect(await statusOf(reference)).toEqual(['UserSign', 'userSign']);
    billecta.pass(1);
    expect(await statusOf(reference)).toEqual(['Error', 'expiredTransaction']);
  });

  it('is removed after 24 h', async () => {
    const { ReferenceToken: reference } = await billecta.start();
    await billecta.control('clock', { advanceSeconds: 24 * 60 * 60 - 1 });
    expect((await billecta.poll(reference)).status).toBe(200);
    await billecta.control('clock', { advanceSeconds: 1 });
    expect((await billecta.poll(reference)).status).toBe(404);
  });

  it('shows a raw status that the test asks for until somebody ends it', async () => {
    const { ReferenceToken: reference } = await billecta.start();
    await billecta.control(`orders/${String(reference)}/status`, { status: 'Teleporting' });
    expect(await statusOf(reference)).toEqual(['Teleporting', null]);
    await billecta.control(`orders/${String(reference)}/decline`);
    expect(await statusOf(reference)).toEqual(['Error', 'userCancel']);
  });
});

describe('a second order for a person with an open one', () => {
  it('is refused, cancels the first, and may then be tried again', async () => {
    const { ReferenceToken: first } = await billecta.start(elin);
    const second = await billecta.call('PUT', '/v1/bankid/authentication', authenticationFor(elin));

    expect(second.status).toBe(400);
    expect(second.body['ExternalErrorCode']).toBe('alreadyInProgress');
    expect(await statusOf(first)).toEqual(['Error', 'cancelled']);
    expect(await billecta.start(elin)).toMatchObject({ Status: 'OutstandingTransaction' });
  });
});

describe('the test persons follow their own clocks', () => {
  it.each([
    ['198001139297', 2, 'OutstandingTransaction'],
    ['198001139297', 3, 'Started'],
    ['198001139297', 5, 'UserSign'],
    ['198001139297', 9, 'UserSign'],
    ['198001139297', 10, 'Complete'],
    ['197001239297', 9, 'UserSign'],
    ['197001239297', 10, 'Error'],
    ['196001062626', 1, 'OutstandingTransaction'],
    ['196001062626', 2, 'NoClient'],
  ])('%s after %i s: %s', async (personalNumber, seconds, status) => {
    const { ReferenceToken: reference } = await billecta.start(personalNumber);
    billecta.pass(seconds);
    const { body } = await billecta.poll(reference);
    expect(body['Status']).toBe(status);
    expect(body['SSN']).toBe(status === 'Complete' ? personalNumber : null);
  });
});

describe('a start is refused', () => {
  it.each([
    ['an unknown creditor', 404, { CreditorPublicId: '11111111-1111-4111-8111-111111111111' }],
    ['no creditor', 400, { CreditorPublicId: null }],
    ['a wrong check digit', 400, { SSN: '198507099806', TokenStartRequired: false }],
    ['a hyphen', 400, { SSN: '19850709-9805', TokenStartRequired: false }],
    ['ten digits', 400, { SSN: '8507099805', TokenStartRequired: false }],
    ['an impossible date', 400, { SSN: '198502309805', TokenStartRequired: false }],
    ['nobody named and no token start', 400, { SSN: null, TokenStartRequired: false }],
    ['somebody named at a token start', 400, { SSN: elin, TokenStartRequired: true }],
  ])('for %s with %i', async (_, status, wrong) => {
    const answer = await billecta.call('PUT', '/v1/bankid/authentication', { ...authenticationFor(), ...wrong });
    expect(answer.status).toBe(status);
    expect(answer.body).toEqual({ Message: expect.any(String) as string, ExternalErrorCode: null });
  });
});

describe('a signing', () => {
  const sign = (texts: object) => billecta.call('PUT', '/v1/bankid/sign', { ...authenticationFor(), ...texts });

  it('carries both texts in base64 inside its signature, and has no Details', async () => {
    const { body: started } = await sign({ UserMessage: 'Jag godkänner åtgärden', UserNonVisibleData: 'YWJj' });
    const reference = String(started['ReferenceToken']);
    await billecta.control(`orders/${reference}/approve`);
    const { body } = await billecta.call('GET', `/v1/bankid/sign/${reference}`);

    const xml = Buffer.from(String(body['Signature']), 'base64').toString();
    expect(xml).toContain(`>${Buffer.from('Jag godkänner åtgärden').toString('base64')}<`);
    expect(xml).toContain('>YWJj<');
    expect(body).not.toHaveProperty('Details');
  });

  it('is polled under its own path only', async () => {
    const { body } = await sign({ UserMessage: 'Text' });
    expect((await billecta.poll(body['ReferenceToken'])).status).toBe(404);
  });

  it('takes a text of up to 40,000 characters after base64, and no signing without one', async () => {
    expect((await sign({ UserMessage: 'a'.repeat(30_000) })).status).toBe(200);
    expect((await sign({ UserMessage: 'a'.repeat(30_001) })).status).toBe(400);
    expect((await sign({ UserMessage: '' })).status).toBe(400);
    expect((await sign({})).status).toBe(400);
  });
});
