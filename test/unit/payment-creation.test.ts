import { beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { provenPaymentId } from '../../shared/callback-proof.ts';
import { createPayment, type CreationDependencies, type CreationRequest } from '../../shared/payment-creation.ts';
import type { CreationFacts, PaymentProvider } from '../../shared/payment-provider.ts';
import { ProviderNotConfigured, ProviderRejected, ProviderUnavailable } from '../../shared/provider-error.ts';
import { macKey, rejection, World } from '../fakes/world.ts';

const request = {
  merchant: 'shop',
  merchantReference: 'basket-7',
  idempotencyKey: 'payment-1',
  body: { amount: 1000, payerReference: '198001139297' },
};

/** A provider in memory: what it was asked, and what it answers. */
class Provider {
  readonly created: CreationFacts[] = [];
  linksRead = 0;
  numbered = false;
  /** Runs when a creation has come in, before it is answered. */
  before: () => void | Promise<void> = () => undefined;

  readonly payments: PaymentProvider<string> = {
    creation: {
      route: 'POST /v1/acme/payments',
      summary: 'Create',
      request: z.object({}),
      plan: () => ({
        isSlow: false,
        wantsTokens: false,
        tokenOf: undefined,
        create: async (_, facts) => {
          this.created.push(facts);
          const providerPaymentId = `/payments/${this.created.length}`;
          await this.before();
          return {
            providerPaymentId,
            operations: ['update-payment-abort'],
            payer: { redirectUrl: 'https://acme.example/first' },
          };
        },
      }),
    },
    operations: [],
    abort: {
      name: 'abort',
      route: 'DELETE /v1/acme/payments/{paymentId}',
      summary: 'Abort',
      request: z.object({}),
      call: () => Promise.resolve(),
    },
    calls: [],
    tokenDeletion: {
      route: 'DELETE /v1/acme/payments/{paymentId}/token',
      summary: 'Delete a token',
      request: z.object({ token: z.literal('paymentToken') }),
      call: () => Promise.resolve(),
    },
    hasSlowCalls: false,
    numbersReferences: () => this.numbered,
    read: () => Promise.resolve(undefined),
    payerLinks: () => {
      this.linksRead += 1;
      return Promise.resolve({ redirectUrl: `https://acme.example/again-${this.linksRead}` });
    },
    handleIn: () => undefined,
  };
}

let world: World;
let provider: Provider;
beforeEach(() => {
  world = new World();
  provider = new Provider();
});

const create = (change: Partial<CreationRequest<string>> = {}, others: Partial<CreationDependencies<string>> = {}) =>
  createPayment(
    { ...request, plan: provider.payments.creation.plan(request.body), ...change },
    {
      provider: 'acme',
      payments: provider.payments,
      store: world.payments,
      client: () => Promise.resolve('client'),
      watch: (call) => call,
      macKey: () => Promise.resolve(macKey),
      callbackKeys: () => Promise.resolve({ 1: macKey }),
      vault: { open: () => Promise.reject(new Error('no token is wanted')) },
      nextNumber: () => Promise.resolve('000000000001'),
      publicUrl: 'https://sluss.example',
      watchPayment: ({ paymentId }) => world.syncMachine('acme').watch(paymentId),
      now: world.table.now,
      ...others,
    },
  );
const items = () => [...world.ledgerDynamo.items.values()];
const failsOnce = (error: Error) => {
  provider.before = () => {
    provider.before = () => undefined;
    throw error;
  };
};

describe('a creation', () => {
  it('is intended before the provider is called, and due should the answer never come', async () => {
    let intended: unknown;
    provider.before = () => {
      intended = structuredClone(items()[0]);
    };
    const { payment } = await create();
    expect(intended).toMatchObject({
      paymentId: payment.paymentId,
      merchant: 'shop',
      merchantReference: 'basket-7',
      payeeReference: provider.created[0]?.payeeReference,
      dueAt: world.now + 35,
    });
    expect(intended).not.toHaveProperty('providerPaymentId');
  });

  it('keeps the handle, sends somebody to watch, and hands on the links', async () => {
    const { payment, payer } = await create();
    expect(payment).toMatchObject({ provider: 'acme', providerPaymentId: '/payments/1', createdAt: world.now });
    expect(payer).toEqual({ redirectUrl: 'https://acme.example/first' });
    expect(world.startedSyncs).toEqual([{ provider: 'acme', paymentId: payment.paymentId, after: 'watch' }]);
  });

  it('tells the provider a reference and an address of its own, and nothing about the payer', async () => {
    const { payment } = await create();
    const [facts] = provider.created;
    expect(facts?.payeeReference).toMatch(/^[0-9a-f]{30}$/);
    const url = new URL(facts?.callbackUrl ?? '');
    expect(url.origin).toBe('https://sluss.example');
    expect(provenPaymentId({ 1: macKey }, url.pathname.split('/').at(-1)!)).toBe(payment.paymentId);
    const reference = facts?.payerReference('198001139297');
    expect(reference).toMatch(/^[0-9a-f]{40}$/);
    expect(facts?.payerReference('198001139297')).toBe(reference);
    expect(facts?.payerReference('197001239297')).not.toBe(reference);
    await create({ merchant: 'other' });
    expect(provider.created[1]?.payerReference('198001139297')).not.toBe(reference);
  });

  it('has the next number for its reference where the merchant settles itself', async () => {
    provider.numbered = true;
    const { payment } = await create();
    expect(payment.payeeReference).toBe('000000000001');
    expect(provider.created).toMatchObject([{ payeeReference: '000000000001' }]);
  });

  it('leaves neither the key, nor the body, nor a link in the ledger', async () => {
    await create();
    expect(JSON.stringify(items())).not.toMatch(/payment-1|198001139297|acme\.example/);
  });

  it('is no failure when nobody can be sent to watch: it is due, and the clock sends somebody', async () => {
    const { payment } = await create({}, { watchPayment: () => Promise.reject(new Error('no machine')) });
    expect(payment.providerPaymentId).toBe('/payments/1');
    expect(items()).toMatchObject([{ dueAt: world.now + 35 }]);
    world.pass(36);
    await world.clock();
    expect(world.startedSyncs).toMatchObject([{ provider: 'acme', paymentId: payment.paymentId }]);
  });
});

describe('an Idempotency-Key', () => {
  it('used again with the same body gives the same payment, with its links read again', async () => {
    const first = await create();
    world.pass(90_000);
    const again = await create();
    expect(again.payment).toEqual(first.payment);
    expect(again.payer).toEqual({ redirectUrl: 'https://acme.example/again-1' });
    expect(provider.created).toHaveLength(1);
    expect(world.startedSyncs).toHaveLength(1);
  });

  it('used with another body is refused, while the first is answered and ever after', async () => {
    provider.before = async () => {
      expect(await rejection(create({ body: {} }))).toMatchObject({ code: 'idempotency-key-reused' });
    };
    await create();
    expect(await rejection(create({ body: {} }))).toMatchObject({ code: 'idempotency-key-reused' });
    expect([provider.created.length, provider.linksRead]).toEqual([1, 0]);
  });

  it.each([
    ['another key', { idempotencyKey: 'payment-2' }],
    ["another merchant's", { merchant: 'other' }],
  ])('%s makes another payment, with another reference', async (_, change) => {
    const [one, other] = [await create(), await create(change)];
    expect(one.payment.paymentId).not.toBe(other.payment.paymentId);
    expect(new Set(provider.created.map(({ payeeReference }) => payeeReference)).size).toBe(2);
  });

  it('used again while the first is answered has to wait', async () => {
    provider.before = async () => {
      world.pass(10);
      expect(await rejection(create())).toMatchObject({ code: 'in-progress', extras: { retryAfterSeconds: 25 } });
    };
    await create();
    expect(provider.created).toHaveLength(1);
  });

  it('used ten times at once creates once', async () => {
    const results = await Promise.allSettled(Array.from({ length: 10 }, () => create()));
    expect(provider.created).toHaveLength(1);
    const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
    expect(refused).toHaveLength(9);
    for (const reason of refused) expect(reason).toMatchObject({ code: 'in-progress' });
  });
});

describe('when the answer is lost', () => {
  it.each([
    ['the provider is away', new ProviderUnavailable('no answer')],
    ['we break off', new Error('a defect')],
  ])('since %s, the intent stays, and a second creation never comes to be', async (_, error) => {
    failsOnce(error);
    expect(await rejection(create())).toBe(error);
    const [intent] = items();
    expect(intent).toMatchObject({ payeeReference: provider.created[0]?.payeeReference });
    world.pass(34);
    expect(await rejection(create())).toMatchObject({ code: 'in-progress', extras: { retryAfterSeconds: 1 } });
    world.pass(1);
    const unknown = await rejection(create());
    expect(unknown).toMatchObject({ code: 'outcome-unknown' });
    expect((unknown as { extras: { detail: string } }).extras.detail).toContain(String(intent?.['paymentId']));
    expect(provider.created).toHaveLength(1);
    expect(items()).toEqual([intent]);
  });

  it('and its handle is known later, the key gives the payment', async () => {
    failsOnce(new ProviderUnavailable('no answer'));
    await rejection(create());
    await world.payments.adopt(String(items()[0]?.['paymentId']), '/payments/1');
    world.pass(3600);
    const { payment, payer } = await create();
    expect(payment.providerPaymentId).toBe('/payments/1');
    expect(payer).toEqual({ redirectUrl: 'https://acme.example/again-1' });
    expect(provider.created).toHaveLength(1);
  });
});

describe('when there is no payment for sure', () => {
  it('since the provider refuses, it is forgotten, and the key is usable at once', async () => {
    const refused = new ProviderRejected(400);
    failsOnce(refused);
    expect(await rejection(create())).toBe(refused);
    expect(items()).toEqual([]);
    expect(world.startedSyncs).toEqual([]);
    expect((await create()).payment.providerPaymentId).toBe('/payments/2');
  });

  it('since the provider is not configured, nothing is intended, and the key is usable at once', async () => {
    const error = new ProviderNotConfigured('no secret');
    expect(await rejection(create({}, { client: () => Promise.reject(error) }))).toBe(error);
    expect(items()).toEqual([]);
    expect((await create()).payment.providerPaymentId).toBe('/payments/1');
  });
});
