import { beforeEach, describe, expect, it } from 'vitest';
import { payments } from '../../../functions/swish/payments.ts';
import { absorb } from '../../../shared/payment-operation.ts';
import { stateOf } from '../../../shared/payment.ts';
import { SwishShop } from '../../fakes/swish.ts';
import { rejection } from '../../fakes/world.ts';

let shop: SwishShop;
beforeEach(() => {
  shop = new SwishShop();
});

const open = () => shop.provider.payments.newestFirst().filter(({ status }) => status === 'CREATED');
/** The next call of this method does not come through, or its answer is lost. */
const loses = (when: 'before' | 'after', method: string) => {
  shop[when] = (called) => {
    if (called !== method) return;
    shop[when] = () => undefined;
    throw new Error('the connection broke');
  };
};
const dies = new Error('the process died');

describe('a creation at Swish', () => {
  it('is under an id that is stored before the call, and follows from merchant, key and attempt', async () => {
    let intended: unknown;
    shop.before = () => {
      intended ??= structuredClone([...shop.world.ledgerDynamo.items.values()][0]);
    };
    const { payment } = await shop.create();
    expect(payment.providerPaymentId).toMatch(/^[0-9A-F]{12}5[0-9A-F]{3}[89AB][0-9A-F]{15}$/);
    expect(intended).toMatchObject({ candidate: payment.providerPaymentId, attempt: 1 });
    const other = await shop.create({}, 'key-2');
    expect(other.payment.providerPaymentId).not.toBe(payment.providerPaymentId);
  });

  it('answers with the flow, whose machine is started, and keeps the token out of the ledger', async () => {
    const { payment, flow } = await shop.create({ returnUrl: 'https://shop.example/back' });
    const token = flow?.view.swish?.token ?? '';
    expect(token).toMatch(/^[0-9a-f]{32}$/);
    expect(flow).toMatchObject({ flow: 'swish-payment', view: { swish: { qrContent: `D${token}` } } });
    expect(shop.world.startedMachines).toEqual([{ flow: 'swish-payment', flowId: flow?.flowId }]);
    expect(JSON.stringify([...shop.world.ledgerDynamo.items])).not.toContain(token);
    expect(payment.creationLeaseUntil).toBeUndefined();
  });

  it('that is asked for again is answered from what is stored', async () => {
    const first = await shop.create();
    const again = await shop.create();
    expect(again.flow).toEqual(first.flow);
    expect(shop.provider.payments.newestFirst()).toHaveLength(1);
  });

  it('that never came through is sent again under the same id', async () => {
    loses('before', 'PUT');
    await expect(shop.create()).rejects.toThrow('no answer');
    const { payment } = await shop.create();
    expect(shop.provider.payments.newestFirst().map(({ id }) => id)).toEqual([payment.providerPaymentId]);
    expect(payment.attempt).toBe(1);
  });

  it('whose answer was lost is found, where the payer needs nothing of it', async () => {
    loses('after', 'PUT');
    await expect(shop.create({ payerAlias: '46701740605' })).rejects.toThrow('no answer');
    const { payment, flow } = await shop.create({ payerAlias: '46701740605' });
    expect(open().map(({ id }) => id)).toEqual([payment.providerPaymentId]);
    expect(flow).toMatchObject({ status: 'pending', view: {} });
  });

  it('whose token was lost is cancelled and made anew, under the next id', async () => {
    loses('after', 'PUT');
    await expect(shop.create()).rejects.toThrow('no answer');
    const { payment, flow } = await shop.create();
    expect(payment.attempt).toBe(2);
    expect(open().map(({ id }) => id)).toEqual([payment.providerPaymentId]);
    expect(flow?.view.swish?.token).toBe(open()[0]?.token);
    await shop.sync(payment.paymentId);
    expect((await shop.world.payments.find(payment.paymentId))?.known.openness).toBe('open');
  });

  it('that is made anew long after gives its payer the whole time', async () => {
    loses('after', 'PUT');
    await expect(shop.create()).rejects.toThrow('no answer');
    shop.world.pass(600);
    const { flow } = await shop.create();
    await shop.poll(flow?.flowId ?? '');
    const followed = await shop.world.store.find(flow?.flowId ?? '');
    expect(followed).toMatchObject({ status: 'pending', hint: 'swish-waiting', view: flow?.view });
  });

  it('that is made anew is not taken for the one that was cancelled, whoever has read that', async () => {
    loses('after', 'PUT');
    await expect(shop.create()).rejects.toThrow('no answer');
    const [{ paymentId } = { paymentId: '' }] = [...shop.world.ledgerDynamo.items.values()] as { paymentId: string }[];
    await shop.sync(paymentId);
    const former = await shop.world.payments.find(paymentId);
    await shop.create();
    const { snapshot } = (await payments.read(shop.client, former?.providerPaymentId ?? '', { references: [] }))!;
    expect(snapshot.openness).toBe('aborted');
    const desk = { store: shop.world.payments, now: shop.world.table.now };
    expect(await rejection(absorb(former!, snapshot, desk))).toMatchObject({ code: 'in-progress' });
    expect((await shop.world.payments.find(paymentId))?.known.openness).toBe('open');
  });

  it('that somebody is at is left alone until the lease ends', async () => {
    shop.before = () => {
      throw dies;
    };
    await expect(shop.create()).rejects.toThrow('no answer');
    // As after a crash: nobody has let the lease go.
    const [item] = [...shop.world.ledgerDynamo.items.values()];
    Object.assign(item ?? {}, { creationLeaseUntil: shop.world.now + 35 });
    shop.before = () => undefined;
    expect(await rejection(shop.create())).toMatchObject({ code: 'in-progress', extras: { retryAfterSeconds: 35 } });
    await shop.pass(35);
    await shop.create();
    expect(open()).toHaveLength(1);
  });

  it('that is refused leaves nothing, and its key may be used again', async () => {
    expect(await rejection(shop.create({ message: 'RP01' }))).toMatchObject({ name: 'ProviderRejected', code: 'RP01' });
    expect(shop.world.ledgerDynamo.items.size).toBe(0);
    await shop.create();
    expect(open()).toHaveLength(1);
  });

  it('is found by a sync when nobody asks again, and told', async () => {
    loses('after', 'PUT');
    await expect(shop.create({ payerAlias: '46701740605' })).rejects.toThrow('no answer');
    const [payment] = open();
    shop.provider.payments.approve(payment!);
    const [{ paymentId } = { paymentId: '' }] = [...shop.world.ledgerDynamo.items.values()] as { paymentId: string }[];
    await shop.sync(paymentId);
    expect(shop.told.map(({ state }) => state)).toEqual(['captured', 'captured']);
  });

  it('that a sync has found is not made once more, though Swish has forgotten it', async () => {
    loses('after', 'PUT');
    await expect(shop.create({ payerAlias: '46701740605' })).rejects.toThrow('no answer');
    const [request] = open();
    const [{ paymentId } = { paymentId: '' }] = [...shop.world.ledgerDynamo.items.values()] as { paymentId: string }[];
    await shop.sync(paymentId);
    await shop.pass(25 * 3600);
    expect(await rejection(shop.create({ payerAlias: '46701740605' }))).toMatchObject({ name: 'ProviderUnavailable' });
    expect(shop.provider.payments.newestFirst()).toEqual([]);
    expect((await shop.world.payments.find(paymentId))?.providerPaymentId).toBe(request?.id);
  });

  it('that a sync has found paid is answered so, though Swish has forgotten it', async () => {
    loses('after', 'PUT');
    await expect(shop.create({ payerAlias: '46701740605' })).rejects.toThrow('no answer');
    shop.provider.payments.approve(open()[0]!);
    const [{ paymentId } = { paymentId: '' }] = [...shop.world.ledgerDynamo.items.values()] as { paymentId: string }[];
    await shop.sync(paymentId);
    await shop.pass(25 * 3600);
    const { payment } = await shop.create({ payerAlias: '46701740605' });
    expect(stateOf(payment.known)).toBe('captured');
    expect(shop.provider.payments.newestFirst()).toEqual([]);
  });

  it('that was paid is left alone after a day, also by a Swish that has forgotten it', async () => {
    const { payment } = await shop.create();
    shop.provider.payments.approve(open()[0]!);
    await shop.sync(payment.paymentId);
    expect((await shop.world.payments.find(payment.paymentId))?.dueAt).toBe(payment.createdAt + 3600);
    await shop.pass(25 * 3600);
    expect(await shop.sync(payment.paymentId)).toMatchObject({ status: 'resting' });
    const after = await shop.world.payments.find(payment.paymentId);
    expect(after).toMatchObject({ faults: 0, known: { openness: 'open' } });
    expect([after?.parked, after?.dueAt]).toEqual([undefined, undefined]);
  });

  it('of version 1 has the id that Swish chose, and a lost answer stays lost', async () => {
    shop.version = 1;
    const { payment, flow } = await shop.create();
    expect(shop.provider.payments.newestFirst().map(({ id }) => id)).toEqual([payment.providerPaymentId]);
    expect(flow?.view.swish?.token).toBe(open()[0]?.token);
    loses('after', 'POST');
    await expect(shop.create({}, 'key-2')).rejects.toThrow('no answer');
    await shop.pass(40);
    expect(await rejection(shop.create({}, 'key-2'))).toMatchObject({ code: 'outcome-unknown' });
    expect(shop.provider.payments.newestFirst()).toHaveLength(2);
  });
});
