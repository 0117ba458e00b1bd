import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { stack } from '../../stack.ts';
import { callsOf, madeAt, refuse, setProvider } from './provider.ts';
import { create, describePayments, done, olivia, oliviasAuthorization, operate, read, readOnce } from './shop.ts';

describePayments('a direct authorization', () => {
  it('is answered once Swedbank Pay has answered', async () => {
    await setProvider({ authorizationSeconds: 2 });
    const { paymentId } = await create();
    const body = { ...oliviasAuthorization, merchantReference: 'by-phone-7' };
    const { transaction, payment } = await done(paymentId, 'authorizations', body);
    expect(transaction).toMatchObject({ type: 'authorization', state: 'completed', amount: 150_000 });
    expect(payment).toMatchObject({ state: 'authorized', underway: null, amounts: { authorized: 150_000 } });
    expect(JSON.stringify(await read(paymentId))).not.toContain(olivia.identityNumber);
  });

  it('is asked for once under an Idempotency-Key, however often and how soon it is repeated', async () => {
    await setProvider({ authorizationSeconds: 2 });
    const { paymentId } = await create();
    const key = randomUUID();
    const ask = () => operate(paymentId, 'authorizations', oliviasAuthorization, { key });
    const answers = await Promise.all([ask(), ask(), ask()]);
    answers.push(await ask());
    const numbers = answers
      .filter(({ status }) => status === 201)
      .map(({ body }) => (body as { transaction: { number: number } }).transaction.number);
    for (const { status } of answers) expect([201, 202, 409]).toContain(status);
    expect(new Set(numbers).size).toBe(1);
    expect(answers.at(-1)?.status).toBe(201);
    expect(await callsOf('authorizations.create')).toBe(1);
    expect(await madeAt(paymentId, 'Authorization')).toHaveLength(1);
  });

  it('that is refused says why, and its key may be used again at once', async () => {
    const { paymentId } = await create();
    const key = randomUUID();
    await refuse('authorizations.create');
    expect(await operate(paymentId, 'authorizations', oliviasAuthorization, { key })).toMatchObject({
      status: 422,
      body: { code: 'provider-forbidden' },
    });
    expect(await read(paymentId)).toMatchObject({ state: 'open', underway: null });
    const { transaction } = await done(paymentId, 'authorizations', oliviasAuthorization, { key });
    expect(transaction.state).toBe('completed');
    expect(await madeAt(paymentId, 'Authorization')).toHaveLength(1);
  });

  it('of a person who is wrong in its form is refused before anything is asked', async () => {
    const { paymentId } = await create();
    const body = { ...oliviasAuthorization, identityNumber: '26026708249' };
    const answer = await operate(paymentId, 'authorizations', body);
    expect(answer).toMatchObject({ status: 422, body: { fields: [{ field: 'identityNumber' }] } });
    expect(JSON.stringify(answer.body)).not.toContain('26026708249');
    expect(await callsOf('authorizations.create')).toBe(0);
  });

  it.skipIf(stack.iamEnforced)(
    'that takes longer than the caller can wait is answered with where to look',
    async () => {
      await setProvider({ authorizationSeconds: 30 });
      const { paymentId } = await create();
      const key = randomUUID();
      const started = performance.now();
      const answer = await operate(paymentId, 'authorizations', oliviasAuthorization, { key });
      const waited = (performance.now() - started) / 1000;
      expect(answer).toMatchObject({
        status: 202,
        body: { transaction: null, payment: { paymentId, underway: { type: 'authorization' } } },
      });
      expect(answer.headers.get('location')).toBe(`/v1/payments/${paymentId}`);
      expect(answer.headers.get('retry-after')).toBe('5');
      expect(waited).toBeGreaterThan(15);
      expect(waited).toBeLessThan(29);
      const payment = await readOnce(
        paymentId,
        'the authorization',
        ({ state, underway }) => state === 'authorized' && underway === null,
        60,
      );
      expect(payment.transactions).toMatchObject([{ type: 'authorization', state: 'completed' }]);
      expect(await operate(paymentId, 'authorizations', oliviasAuthorization, { key })).toMatchObject({ status: 201 });
      expect(await callsOf('authorizations.create')).toBe(1);
    },
  );
});
