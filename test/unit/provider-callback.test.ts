import { beforeEach, describe, expect, it } from 'vitest';
import { swedbankPay } from '../../functions/swedbank-pay/provider.ts';
import { callbackRoute, callbackUrl } from '../../shared/callback-proof.ts';
import type { CallbackSources } from '../../shared/callback-sources.ts';
import { httpApi } from '../../shared/http.ts';
import { callbackEndpoint } from '../../shared/provider-callback.ts';
import { call } from '../fakes/aws.ts';
import type { Operation } from '../fakes/dynamo.ts';
import { macKey, World } from '../fakes/world.ts';

const paymentId = 'cd'.repeat(16);
const handle = '/psp/invoice/payments/5adc265f-f87f-4313-577e-08d3dca1a26c';
const body = {
  payment: { id: handle, number: 123456 },
  transaction: { id: `${handle}/authorizations/1`, number: 123457 },
};
const keys = { 1: macKey };
const proofOf = (id: string) => callbackUrl('', 'swedbank-pay', keys, id).split('/').at(-1)!;

let world: World;
let calls: Operation[];
let isMachineDown: boolean;
let sources: CallbackSources;
beforeEach(async () => {
  world = new World();
  isMachineDown = false;
  sources = { addresses: [], enforced: true };
  await world.payments.create(
    {
      paymentId,
      provider: 'swedbank-pay',
      merchant: 'shop',
      createdAt: world.now,
      payeeReference: 'OURS1',
      fingerprint: 'f',
    },
    world.now + 35,
  );
  calls = [];
  world.ledgerDynamo.before = (operation) => {
    calls.push(operation);
  };
});

const ring = (request: Parameters<typeof call>[2], proof = proofOf(paymentId)) => {
  const started = world.syncMachine('swedbank-pay');
  const machine = {
    ...started,
    catchUp: (id: string, after: string | number) =>
      isMachineDown ? Promise.reject(new Error('no machine')) : started.catchUp(id, after),
  };
  const endpoint = callbackEndpoint(swedbankPay, {
    store: world.payments,
    keys: () => Promise.resolve(keys),
    machine,
    sources,
  });
  return call(httpApi([endpoint]), callbackRoute('swedbank-pay'), { ...request, parameters: { proof } });
};
const stored = () => world.payments.find(paymentId);

describe('a ring', () => {
  it('is 200 after one write and one start, and the payment is due at once', async () => {
    expect(await ring({ body })).toMatchObject({ status: 200, body: {} });
    expect(calls).toEqual([{ kind: 'Update', keys: [`payment#${paymentId}`] }]);
    expect(world.startedSyncs).toEqual([{ provider: 'swedbank-pay', paymentId, after: 0 }]);
    expect(await stored()).toMatchObject({ requestedSync: 1, completedSync: 0, candidate: handle, dueAt: world.now });
  });

  it('counts, eight at once, each of them, under one name', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => ring({ body })));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 200));
    expect(await stored()).toMatchObject({ requestedSync: 8 });
    expect(new Set(world.startedSyncs.map(({ after }) => after))).toEqual(new Set([0]));
  });

  it('changes nothing but what is to be read', async () => {
    const before = await stored();
    await ring({ body: { ...body, payment: { ...body.payment, state: 'Failed', amount: 1 } } });
    expect(await stored()).toEqual({
      ...before,
      requestedSync: 1,
      candidate: handle,
      dueAt: world.now,
      timeline: [...(before?.timeline ?? []), { at: world.now, what: 'rung' }],
    });
  });
});

describe('nobody else can ring', () => {
  it.each([
    ['a proof that is changed', `${proofOf(paymentId).slice(0, -1)}_`],
    ["another payment's proof", proofOf('ab'.repeat(16)).replace('ab'.repeat(16), paymentId)],
    ['garbage', 'x'],
    ['nothing', ''],
  ])('%s is 404, with nothing read or written', async (_, proof) => {
    const before = structuredClone([...world.ledgerDynamo.items]);
    expect(await ring({ body }, proof)).toMatchObject({ status: 404, body: { code: 'not-found' } });
    expect(calls).toEqual([]);
    expect([...world.ledgerDynamo.items]).toEqual(before);
    expect(world.startedSyncs).toEqual([]);
  });

  it('a payment that is not in the ledger is 404, and does not come to be', async () => {
    expect(await ring({ body }, proofOf('ab'.repeat(16)))).toMatchObject({ status: 404 });
    expect([...world.ledgerDynamo.items.keys()]).toEqual([`payment#${paymentId}`]);
    expect(world.startedSyncs).toEqual([]);
  });
});

describe('the body decides nothing', () => {
  it.each<[string, Parameters<typeof call>[2], string | undefined]>([
    ['no body', {}, undefined],
    ['no JSON', { text: '<ring/>' }, undefined],
    ['JSON that is no object', { text: '17' }, undefined],
    ['another content type', { text: JSON.stringify(body), headers: { 'content-type': 'text/plain' } }, handle],
    ['Base64', { text: Buffer.from(JSON.stringify(body)).toString('base64'), base64: true }, handle],
    ['fields that nobody knows', { body: { ...body, more: { deep: [1] }, payment: { id: handle, more: 1 } } }, handle],
    ['an absolute address', { body: { payment: { id: `https://evil.example${handle}` } } }, undefined],
    ['an address without protocol', { body: { payment: { id: `//evil.example${handle}` } } }, undefined],
    ['a way out', { body: { payment: { id: '/psp/invoice/payments/../../consumers' } } }, undefined],
    ['an id that is no text', { body: { payment: { id: 17 } } }, undefined],
    ['no payment', { body: { transaction: body.transaction } }, undefined],
  ])('%s is 200 all the same, and tells a handle only where it fits', async (_, request, candidate) => {
    expect(await ring(request)).toMatchObject({ status: 200 });
    const payment = await stored();
    expect([payment?.requestedSync, payment?.candidate]).toEqual([1, candidate]);
    expect(world.startedSyncs).toHaveLength(1);
  });

  it("another's handle is no more than a candidate, and never takes the place of a known one", async () => {
    await world.payments.adopt(paymentId, handle);
    const foreign = handle.replace('5adc265f', '00000000');
    expect(await ring({ body: { payment: { id: foreign } } })).toMatchObject({ status: 200 });
    expect(await stored()).toMatchObject({ providerPaymentId: handle });
  });
});

describe('what cannot be done is 5xx, so that the provider rings again', () => {
  it('when nobody can be sent, the ring is written and due all the same', async () => {
    isMachineDown = true;
    expect(await ring({ body })).toMatchObject({ status: 500, body: { code: 'internal-error' } });
    expect(await stored()).toMatchObject({ requestedSync: 1, dueAt: world.now });
  });

  it('when it cannot be written, nobody is sent', async () => {
    world.ledgerDynamo.before = () => {
      throw new Error('DynamoDB is away');
    };
    expect(await ring({ body })).toMatchObject({ status: 500 });
    expect(world.startedSyncs).toEqual([]);
  });
});

describe('a ring from an address that no range lists', () => {
  const elsewhere = { body, sourceIp: '203.0.113.9' };

  it('is taken all the same', async () => {
    sources = { addresses: ['20.91.170.120/29'], enforced: false };
    expect(await ring(elsewhere)).toMatchObject({ status: 200 });
    expect(await stored()).toMatchObject({ requestedSync: 1 });
  });

  it('is 403 where the list is enforced, with nothing read or written', async () => {
    sources = { addresses: ['20.91.170.120/29'], enforced: true };
    expect(await ring(elsewhere)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect(calls).toEqual([]);
    expect(world.startedSyncs).toEqual([]);
    expect(await ring({ ...elsewhere, sourceIp: '20.91.170.127' })).toMatchObject({ status: 200 });
  });

  it('is 404 all the same with a wrong proof: only a good one learns of the list', async () => {
    sources = { addresses: ['20.91.170.120/29'], enforced: true };
    expect(await ring(elsewhere, 'x')).toMatchObject({ status: 404 });
  });
});
