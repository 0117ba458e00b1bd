import { expect, it } from 'vitest';
import { randomUUID } from 'node:crypto';
import { paymentListAnswer } from '../../../shared/payment-list-query.ts';
import { stack } from '../../stack.ts';
import { until } from '../../until.ts';
import { call } from '../api.ts';
import { completeNewest, fail, setCallbacks } from './provider.ts';
import { abort, ask, captureOf, create, createAuthorized, describePayments, operate, read } from './shop.ts';

const list = async (query: Readonly<Record<string, string>> = {}, credential = stack.apiKey) => {
  const answer = await call('GET', `/v1/payments?${new URLSearchParams(query).toString()}`, { credential });
  return paymentListAnswer.parse(answer.body);
};
const idsIn = async (...query: Parameters<typeof list>) =>
  (await list(...query)).payments.map(({ paymentId }) => paymentId);

describePayments('the list of payments', () => {
  it('has the newest first, in pages, and each as it is read alone', async () => {
    const merchantReference = `pages-${randomUUID()}`;
    const ids: string[] = [];
    for (let index = 0; index < 3; index += 1) ids.unshift((await create({ merchantReference })).paymentId);
    await abort(ids[0] ?? '');
    const first = await list({ merchantReference, limit: '2' });
    const second = await list({ merchantReference, limit: '2', cursor: first.next ?? '' });
    const both = [...first.payments, ...second.payments];
    expect(first.payments).toHaveLength(2);
    expect(both.map(({ paymentId }) => paymentId).toSorted()).toEqual(ids.toSorted());
    expect(both.map(({ createdAt }) => createdAt)).toEqual(
      both
        .map(({ createdAt }) => createdAt)
        .toSorted()
        .toReversed(),
    );
    expect(both.find(({ paymentId }) => paymentId === ids[0])).toEqual(await read(ids[0] ?? ''));
    expect(
      second.next === null ||
        (await list({ merchantReference, limit: '2', cursor: second.next })).payments.length === 0,
    ).toBe(true);
  });

  it('is filtered by state, time and what needs attention', async () => {
    const merchantReference = `filters-${randomUUID()}`;
    const { paymentId: open, createdAt } = await create({ merchantReference });
    const { paymentId: lost } = await createAuthorized({ merchantReference });
    await fail({ kind: 'disconnect', operation: 'captures.create', committed: false });
    expect(await operate(lost, 'captures', captureOf(50_000))).toMatchObject({ status: 502 });
    expect(await idsIn({ merchantReference, state: 'open' })).toEqual([open]);
    expect(await idsIn({ merchantReference, state: 'authorized' })).toEqual([lost]);
    // Until its lease ends, somebody may still be at it.
    for (const attention of ['unknown', 'parked']) expect(await idsIn({ merchantReference, attention })).toEqual([]);
    expect(await idsIn({ merchantReference, createdTo: '2020-01-01T00:00:00Z' })).toEqual([]);
    expect((await idsIn({ merchantReference, createdFrom: createdAt })).toSorted()).toEqual([open, lost].toSorted());
  });

  it('refuses what it does not know, by name', async () => {
    for (const [field, value] of [
      ['limit', '0'],
      ['state', 'paid'],
      ['cursor', 'x'],
      ['createdFrom', 'yesterday'],
    ] as const)
      expect(await call('GET', `/v1/payments?${field}=${value}`)).toMatchObject({
        status: 422,
        body: { fields: [{ field }] },
      });
  });

  it.runIf(stack.otherKeys !== undefined)("holds no other merchant's payments", async () => {
    const { otherMerchant = '', sameMerchant = '', withoutResults = '' } = stack.otherKeys ?? {};
    const merchantReference = `mine-${randomUUID()}`;
    const { paymentId } = await create({ merchantReference });
    expect(await idsIn({ merchantReference }, sameMerchant)).toEqual([paymentId]);
    expect(await idsIn({ merchantReference }, otherMerchant)).toEqual([]);
    expect(await idsIn({ merchantReference }, withoutResults)).toEqual([]);
    expect(await ask({}, { credential: withoutResults })).toMatchObject({ status: 403 });
    const sync = `/v1/payments/${paymentId}/syncs`;
    expect(await call('POST', sync, { credential: otherMerchant })).toMatchObject({ status: 404 });
    expect(await call('GET', '/v1/payments', { credential: null })).toMatchObject({ status: 401 });
  });
});

describePayments('a sync', () => {
  it('brings what nobody has rung for, in its answer', async () => {
    await setCallbacks({ enabled: false });
    const { paymentId } = await create();
    await completeNewest();
    // Whoever still waits after eight seconds is told to come back.
    const body = await until('a look that has ended', async () => {
      const answer = await call('POST', `/v1/payments/${paymentId}/syncs`);
      expect([200, 202]).toContain(answer.status);
      return answer.status === 200 ? answer.body : undefined;
    });
    expect(body).toMatchObject({ paymentId, state: 'authorized' });
  });

  it('of a payment that never was is unknown', async () => {
    expect(await call('POST', `/v1/payments/${'0'.repeat(32)}/syncs`)).toMatchObject({ status: 404 });
  });
});
