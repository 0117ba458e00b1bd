import { beforeEach, describe, expect, it } from 'vitest';
import { billecta } from '../../functions/billecta/provider.ts';
import { callbackRoute, callbackUrl, providerCallbackUrl } from '../../shared/callback-proof.ts';
import { httpApi } from '../../shared/http.ts';
import { ringEndpoint } from '../../shared/provider-rings.ts';
import { ProviderNotConfigured } from '../../shared/provider-error.ts';
import { watchedKey } from '../../shared/watched-object.ts';
import { call } from '../fakes/aws.ts';
import type { Operation } from '../fakes/dynamo.ts';
import { macKey, World } from '../fakes/world.ts';

const invoiceId = '0000000042';
const debtorId = '5adc265f-f87f-4313-577e-08d3dca1a26c';
const invoice = watchedKey('billecta', { kind: 'invoice', id: invoiceId });
const approval = watchedKey('billecta', { kind: 'autogiro-approval', id: debtorId });
const keys = { 1: macKey, 2: `${macKey}-of-the-second-version` };
const proofOf = (some: Record<string, string>, provider = 'billecta') =>
  providerCallbackUrl('', provider, some).split('/').at(-1)!;
const paid = { EventType: 'InvoiceActionPaid', Data: { ActionPublicId: invoiceId } };

let world: World;
let calls: Operation[];
let header: string | undefined;
let isMachineDown: boolean;
beforeEach(async () => {
  world = new World();
  header = undefined;
  isMachineDown = false;
  for (const [kind, id] of [
    ['invoice', invoiceId],
    ['autogiro-approval', debtorId],
  ] as const)
    await world.watched.watch({ provider: 'billecta', kind, id, merchant: 'shop' });
  calls = [];
  world.ledgerDynamo.before = (operation) => {
    calls.push(operation);
  };
});

const ring = (request: Parameters<typeof call>[2], proof = proofOf(keys)) => {
  const started = world.lookMachine('billecta');
  const endpoint = ringEndpoint('billecta', billecta.watched!, {
    store: world.watched,
    keys: () => Promise.resolve(keys),
    machine: {
      look: (name, objects) => (isMachineDown ? Promise.reject(new Error('no machine')) : started.look(name, objects)),
    },
    authorization: () => Promise.resolve(header),
  });
  return call(httpApi([endpoint]), callbackRoute('billecta'), { ...request, parameters: { proof } });
};
const written = () => calls.flatMap(({ keys: touched }) => touched);

describe('a ring', () => {
  it('is 200 after one write and one start, and the object is due at once', async () => {
    expect(await ring({ body: paid })).toMatchObject({ status: 200, body: {} });
    expect(calls).toEqual([{ kind: 'Update', keys: [invoice] }]);
    expect(world.startedLooks).toEqual([{ provider: 'billecta', name: `invoice-${invoiceId}-0`, objects: [invoice] }]);
    expect(await world.watched.find(invoice)).toMatchObject({ rings: 1, ringsSeen: 0, dueAt: world.now });
  });

  it('eight at once count each, under one name', async () => {
    await Promise.all(Array.from({ length: 8 }, () => ring({ body: paid })));
    expect(await world.watched.find(invoice)).toMatchObject({ rings: 8 });
    expect(new Set(world.startedLooks.map(({ name }) => name)).size).toBe(1);
  });

  it('changes nothing but when it is read, whatever it says', async () => {
    const before = await world.watched.find(invoice);
    await ring({
      body: { ...paid, Data: { ...paid.Data, State: { Stage: 'Completed' }, CurrentAmount: { Value: 0 } } },
    });
    expect(await world.watched.find(invoice)).toEqual({ ...before, rings: 1, dueAt: world.now });
  });

  it('is 200 when nobody can be sent: the object is due, and the clock sends somebody', async () => {
    isMachineDown = true;
    expect(await ring({ body: paid })).toMatchObject({ status: 200 });
    expect(await world.watched.find(invoice)).toMatchObject({ dueAt: world.now });
  });

  it('is 5xx when it cannot be written, so that Billecta may ring again', async () => {
    world.ledgerDynamo.before = () => {
      throw new Error('DynamoDB is away');
    };
    expect(await ring({ body: paid })).toMatchObject({ status: 500 });
    expect(world.startedLooks).toEqual([]);
  });
});

describe('nobody else can ring', () => {
  it.each([
    ['a proof that is changed', `${proofOf(keys).slice(0, -1)}_`],
    ['that of another provider', proofOf(keys, 'swedbank-pay')],
    ['that of a payment', callbackUrl('', 'billecta', keys, 'cd'.repeat(16)).split('/').at(-1)!],
    ['one under a version that is gone', proofOf({ 3: macKey })],
    ['garbage', 'x'],
    ['nothing', ''],
  ])('%s is 404, with nothing read or written', async (_, proof) => {
    expect(await ring({ body: paid }, proof)).toMatchObject({ status: 404, body: { code: 'not-found' } });
    expect([calls, world.startedLooks]).toEqual([[], []]);
  });

  it('an address of an older version rings until that is dropped', async () => {
    expect(await ring({ body: paid }, proofOf({ 1: macKey }))).toMatchObject({ status: 200 });
    expect(written()).toEqual([invoice]);
  });

  it.each([
    ['no header', {}],
    ['another value', { authorization: 'the-value-that-was-agreed!' }],
    ['a part of it', { authorization: 'the-value-that-was' }],
  ])('%s is 403 where a header is agreed on, with nothing read or written', async (_, headers) => {
    header = 'the-value-that-was-agreed';
    expect(await ring({ body: paid, headers })).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect([calls, world.startedLooks]).toEqual([[], []]);
  });

  it('the agreed value rings', async () => {
    header = 'the-value-that-was-agreed';
    await ring({ body: paid, headers: { authorization: header } });
    expect(written()).toEqual([invoice]);
  });

  it('without the secret nobody can tell: 5xx, and nothing is written', async () => {
    const endpoint = ringEndpoint('billecta', billecta.watched!, {
      store: world.watched,
      keys: () => Promise.resolve(keys),
      machine: world.lookMachine('billecta'),
      authorization: () => Promise.reject(new ProviderNotConfigured('missing')),
    });
    const parameters = { proof: proofOf(keys) };
    const answer = await call(httpApi([endpoint]), callbackRoute('billecta'), { body: paid, parameters });
    expect(answer).toMatchObject({ status: 502, body: { code: 'provider-not-configured' } });
    expect(calls).toEqual([]);
  });
});

describe('the body decides only where we look', () => {
  const large = 'x'.repeat(1024 * 1024);
  it.each<[string, Parameters<typeof call>[2], readonly string[]]>([
    ['a paid invoice', { body: paid }, [invoice]],
    [
      'an invoice with its debtor inside',
      { body: { Data: { ActionPublicId: invoiceId, Debtor: { DebtorPublicId: debtorId } } } },
      [invoice],
    ],
    [
      'a payment on it',
      {
        body: {
          EventType: 'InvoicePaymentReceived',
          Data: { ActionPublicId: invoiceId, DebtorPublicId: debtorId, DebtorName: 'Vera Exempel' },
        },
      },
      [invoice],
    ],
    [
      'a deleted draft, by its bare id',
      { body: { EventType: 'InvoiceActionDeleted', Data: invoiceId, AdditionalData: debtorId } },
      [invoice],
    ],
    [
      'an id as a number',
      { body: { Data: { ActionPublicId: 42 } } },
      [watchedKey('billecta', { kind: 'invoice', id: '42' })],
    ],
    ['another envelope', { body: { payload: [{ view: { ActionPublicId: invoiceId } }] } }, [invoice]],
    ['an approval', { body: { EventType: 'AutogiroApprovalChanged', Data: { DebtorPublicId: debtorId } } }, [approval]],
    [
      'an approval, with an invoice',
      {
        body: {
          EventType: 'AutogiroApprovalFailed',
          Data: { ActionPublicId: invoiceId, Debtor: { DebtorPublicId: debtorId } },
        },
      },
      [approval],
    ],
    ['Base64', { text: Buffer.from(JSON.stringify(paid)).toString('base64'), base64: true }, [invoice]],
    ['another content type', { text: JSON.stringify(paid), headers: { 'content-type': 'text/plain' } }, [invoice]],
    ['what is too large to look into', { body: { ...paid, large } }, []],
    ['no body', {}, []],
    ['no JSON', { text: '<ring/>' }, []],
    ['JSON that is no object', { text: '17' }, []],
    ['an id that is none', { body: { Data: { ActionPublicId: '../../x', DebtorPublicId: 'Vera' } } }, []],
    ['an event that nobody knows', { body: { EventType: 'Other', Data: null } }, []],
  ])('%s', async (_, request, expected) => {
    expect(await ring(request)).toMatchObject({ status: 200 });
    expect(world.startedLooks.flatMap(({ objects }) => objects)).toEqual(expected);
  });

  it('what is not watched does not come to be; an invoice is read for its contract, under one name for all rings', async () => {
    const before = [...world.ledgerDynamo.items.keys()];
    for (let time = 0; time < 3; time += 1)
      expect(await ring({ body: { Data: { ActionPublicId: '0000000099' } } })).toMatchObject({ status: 200 });
    expect([...world.ledgerDynamo.items.keys()]).toEqual(before);
    expect(new Set(world.startedLooks.map(({ name }) => name))).toEqual(new Set(['invoice-0000000099-unknown']));
  });

  it('an approval that is not watched is not looked at: no contract makes one', async () => {
    const other = '6bdc265f-f87f-4313-577e-08d3dca1a26d';
    await ring({ body: { EventType: 'AutogiroApprovalChanged', Data: { DebtorPublicId: other } } });
    expect(world.startedLooks).toEqual([]);
  });

  it('one that names many writes a few times', async () => {
    const Data = Array.from({ length: 50 }, (_, index) => ({ ActionPublicId: String(index) }));
    await ring({ body: { Data } });
    expect(calls).toHaveLength(3);
  });
});
