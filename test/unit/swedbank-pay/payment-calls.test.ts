import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { localPayeeId, localToken } from '../../../local/simulators/swedbank-pay/defaults.ts';
import { swedbankPayClient, type SwedbankPayClient } from '../../../functions/swedbank-pay/client.ts';
import { paymentCalls } from '../../../functions/swedbank-pay/payment-calls.ts';
import { OperationNotOffered } from '../../../shared/provider-error.ts';
import { send, type Send } from '../../../shared/provider-http.ts';
import { authorization, capture, reversal, urls, verification } from '../simulators/swedbank-pay/bodies.ts';
import { simulator, type Simulator } from '../simulators/swedbank-pay/harness.ts';
import { api, payment as seedPayment, transactionGuid } from './examples/addresses.ts';
import * as payments from './examples/payments.ts';
import * as transactions from './examples/transactions.ts';

let provider: Simulator;
let client: SwedbankPayClient;
beforeEach(async () => {
  provider = await simulator();
  client = swedbankPayClient(send, { host: provider.url, origins: [], token: localToken });
});
afterEach(() => provider.close());

/** What the call answers, which must fit the schema that is published. */
const ask = async (name: string, handle: string, parameters: object = {}, by = client): Promise<unknown> => {
  const call = paymentCalls.find((described) => described.name === name);
  if (!call) throw new Error(`There is no call ${name}`);
  const answer = await call.call({ client: by, payeeId: localPayeeId, settlesItself: false }, handle, parameters);
  expect(call.answer.parse(answer)).toEqual(answer);
  return answer;
};
const resource = async (handle: string, rel: string, by = client) =>
  ((await ask('read-resource', handle, { rel }, by)) as { content: unknown }).content;
const post = (id: string, path: string, body: unknown) => provider.call('POST', `${id}/${path}`, body);
const numberOf = async (id: string, rel: string) => {
  const [first] = (await resource(id, rel)) as { number: number }[];
  return String(first?.number);
};
const rels = [
  'transactions',
  'authorizations',
  'captures',
  'cancellations',
  'reversals',
  'verifications',
  'payee-info',
  'prices',
  'metadata',
  'urls',
  'paid',
  'failed',
  'aborted',
];
const readAll = (id: string) =>
  Promise.all(
    rels.map((rel) =>
      ask('read-resource', id, { rel }).catch((error: unknown) => {
        if (!(error instanceof OperationNotOffered)) throw error;
        return undefined;
      }),
    ),
  );

describe('lists of transactions', () => {
  it('are empty before their first entry', async () => {
    const id = await provider.unpaid();
    for (const rel of rels.slice(0, 6)) expect(await resource(id, rel)).toEqual([]);
  });

  it('have their transactions in our words, with what is absent as null', async () => {
    const id = await provider.paid();
    await post(id, 'captures', capture(1000, { receiptReference: 'R1' }));
    await post(id, 'reversals', reversal(400));
    expect(await resource(id, 'transactions')).toMatchObject([
      { type: 'authorization' },
      { type: 'capture' },
      { type: 'reversal' },
    ]);
    expect(await resource(id, 'captures')).toEqual([
      {
        number: expect.any(Number) as number,
        type: 'capture',
        state: 'completed',
        providerState: 'Completed',
        amount: 1000,
        vatAmount: 0,
        description: 'Prov',
        payeeReference: expect.any(String) as string,
        receiptReference: 'R1',
        reconciliationNumber: expect.any(Number) as number,
        created: expect.any(String) as string,
        updated: expect.any(String) as string,
        failure: null,
      },
    ]);
    expect(await resource(id, 'reversals')).toMatchObject([{ amount: 400, receiptReference: null }]);
  });

  it('keep the word for a state that we do not know, which is open to us', async () => {
    await provider.settings({ nextTransaction: { state: 'Quarantined', afterSeconds: null } });
    const id = await provider.paid();
    expect(await resource(id, 'authorizations')).toMatchObject([{ state: 'open', providerState: 'Quarantined' }]);
  });

  it('that the provider answers with 404 have no entries, where the payment links to them', async () => {
    const id = await provider.unpaid();
    const linked: SwedbankPayClient = {
      ...client,
      get: async (handle) => ({
        ...(await client.get(handle)),
        captures: { href: `${handle}/captures`, content: undefined },
      }),
    };
    expect(await resource(id, 'captures', linked)).toEqual([]);
  });
});

describe('one transaction', () => {
  it('is found by its number, with the reference of its receipt', async () => {
    const id = await provider.paid();
    await post(id, 'captures', capture(1000, { receiptReference: 'R1' }));
    await post(id, 'captures', capture(2000, { receiptReference: 'R2' }));
    const number = await numberOf(id, 'captures');
    for (const rel of ['captures', 'transactions'])
      expect(await ask('read-transaction', id, { rel, number })).toMatchObject({
        number: Number(number),
        amount: 1000,
        receiptReference: 'R1',
      });
  });

  it('that failed says why, as a refusal would have', async () => {
    await provider.settings({ nextTransaction: { state: 'Failed' } });
    const id = await provider.unpaid();
    await post(id, 'authorizations', authorization());
    const number = await numberOf(id, 'transactions');
    expect(await ask('read-transaction', id, { rel: 'transactions', number })).toMatchObject({
      state: 'failed',
      failure: {
        reason: 'ExternalResponseError',
        activity: 'Authorize',
        errorCode: '51',
        errorDescription: 'REJECTED_BY_ACQUIRER',
        problem: {
          code: 'provider-forbidden',
          type: 'acquirererror',
          status: 403,
          action: null,
          fields: [{ field: 'ExternalResponse' }],
          retryable: false,
        },
      },
    });
  });

  it('that failed says why in the printed form too, though its list does not', async () => {
    const fake: Send = ({ url, answer }) => {
      const { pathname } = url;
      const list = {
        payment: seedPayment,
        transactions: {
          transactionList: [{ ...transactions.captureInitialized.transaction, type: 'Transaction', state: 'Failed' }],
        },
      };
      const bodies: Record<string, unknown> = {
        [seedPayment]: payments.paymentResource,
        [`${seedPayment}/transactions`]: list,
        [`${seedPayment}/transactions/${transactionGuid}`]: transactions.transactionFailed,
      };
      return Promise.resolve(answer.parse(bodies[pathname]));
    };
    const seeds = swedbankPayClient(fake, { host: api, origins: [], token: 't' });
    const parameters = { rel: 'transactions', number: '1234567890' };
    expect(await ask('read-transaction', seedPayment, parameters, seeds)).toMatchObject({
      type: 'other',
      receiptReference: 'AH12355',
      failure: { reason: null, problem: { type: '3dsecureerror', code: 'provider-refused', fields: [] } },
    });
  });

  it.each([
    ['of another kind', 'reversals'],
    ['of no transaction', 'captures'],
  ])('is not found by a number %s', async (_, rel) => {
    const id = await provider.paid();
    await post(id, 'captures', capture(1000));
    const number = rel === 'captures' ? '1' : await numberOf(id, 'captures');
    await expect(ask('read-transaction', id, { rel, number })).rejects.toMatchObject({ code: 'not-found' });
  });
});

it("a capture's lines are read by its number", async () => {
  const id = await provider.paid();
  const itemDescriptions = [
    { amount: 700, description: 'Tent' },
    { amount: 300, description: 'Freight' },
  ];
  const vatSummary = [{ amount: 1000, vatPercent: 2500, vatAmount: 200 }];
  await post(id, 'captures', capture(1000, { vatAmount: 200, itemDescriptions, vatSummary }));
  const number = await numberOf(id, 'captures');
  expect(await ask('read-item-descriptions', id, { number })).toEqual({ items: itemDescriptions, vatSummary });
});

describe('what a payment was created with', () => {
  it('is told but for the address that rings us', async () => {
    const id = await provider.unpaid({ metadata: { order: 7 } });
    expect(await resource(id, 'payee-info')).toEqual({
      payeeId: localPayeeId,
      payeeReference: expect.any(String) as string,
      payeeName: 'Provbutiken',
      productCategory: null,
      orderReference: 'order-1',
      subsite: null,
    });
    expect(await resource(id, 'prices')).toEqual([{ type: 'Invoice', amount: 10000, vatAmount: 2000 }]);
    expect(await resource(id, 'metadata')).toEqual({ order: 7 });
    expect(await resource(id, 'urls')).toEqual({
      hostUrls: [],
      ...urls,
      paymentUrl: null,
      logoUrl: null,
    });
  });

  it('may be nothing: then the list is empty', async () => {
    const { payment } = await provider.create(verification());
    expect([await resource(payment.id, 'prices'), await resource(payment.id, 'metadata')]).toEqual([[], {}]);
  });
});

describe('how a payment ended', () => {
  it('is not offered before it has', async () => {
    const id = await provider.unpaid();
    for (const rel of ['paid', 'failed', 'aborted'])
      await expect(resource(id, rel)).rejects.toMatchObject({
        name: 'OperationNotOffered',
        rel,
        offered: expect.arrayContaining(['update-payment-abort', 'redirect-authorization']) as string[],
      });
  });

  it('paid', async () => {
    const id = await provider.paid();
    expect(await resource(id, 'paid')).toEqual({
      number: expect.any(Number) as number,
      transactionNumber: Number(await numberOf(id, 'authorizations')),
      payeeReference: expect.any(String) as string,
      orderReference: 'order-1',
      amount: 10000,
    });
  });

  it('failed, and why', async () => {
    const id = await provider.unpaid();
    await provider.onPayment(id, 'fail', { final: true });
    expect(await resource(id, 'failed')).toMatchObject({
      code: 'provider-forbidden',
      title: 'Operation failed',
      retryable: false,
    });
  });

  it('aborted', async () => {
    const id = await provider.unpaid();
    await provider.call('PATCH', id, { payment: { operation: 'Abort', abortReason: 'CancelledByConsumer' } });
    expect(await resource(id, 'aborted')).toEqual({ reason: 'CancelledByConsumer' });
  });
});

it('never shows a token, an address of the API, or the address that rings us', async () => {
  const tokens = { generatePaymentToken: true, generateRecurrenceToken: true, payer: { payerReference: 'P1' } };
  const id = await provider.paid(tokens);
  await post(id, 'captures', capture(1000));
  const verified = await provider.create(
    verification({ ...tokens, urls: { ...urls, callbackUrl: provider.shop.url } }),
  );
  await provider.onPayment(verified.payment.id, 'complete');

  const raw = await Promise.all(
    [`${id}/authorizations`, `${id}/paid`, `${verified.payment.id}/verifications`, `${id}/urls`].map((path) =>
      provider.call('GET', path),
    ),
  );
  const said = JSON.stringify(raw.map(({ body }) => body));
  const secret = [...said.matchAll(/"(?:paymentToken|recurrenceToken|token)":"([^"]+)"/g)].map(([, token]) => token);
  expect(new Set(secret).size).toBe(4);
  expect(said).toContain(provider.shop.url);

  const shown = JSON.stringify([await readAll(id), await readAll(verified.payment.id)]);
  for (const hidden of [...secret, '/psp/', provider.url, provider.shop.url, 'oken'])
    expect(shown).not.toContain(hidden);
});

describe('the legal address', () => {
  const lookup = { country: 'SE', identityNumber: '600307-1161', zipCode: '197 92' };
  const registered = {
    addressee: 'Azra Oliveira',
    coAddress: null,
    streetAddress: 'Helgestavägen 9',
    zipCode: '19792',
    city: 'Bro',
    countryCode: 'SE',
  };

  it('is asked for, and read again afterwards', async () => {
    const id = await provider.unpaid();
    await expect(ask('read-legal-address', id)).rejects.toThrow(OperationNotOffered);
    expect(await ask('approve-legal-address', id, lookup)).toEqual(registered);
    expect(await ask('read-legal-address', id)).toEqual(registered);
  });

  it('of a person and a postal code that do not belong together is refused by the provider', async () => {
    const id = await provider.unpaid();
    await expect(ask('approve-legal-address', id, { ...lookup, zipCode: '11111' })).rejects.toMatchObject({
      refusal: { code: expect.stringMatching(/^provider-/) as string },
    });
  });

  it('is not asked for where the payment does not offer it', async () => {
    const id = await provider.paid();
    await expect(ask('approve-legal-address', id, lookup)).rejects.toMatchObject({
      rel: 'create-approved-legal-address',
      offered: ['create-cancellation', 'create-capture', 'paid-payment'],
    });
  });
});

describe('the parameters of a path', () => {
  it.each([
    ['read-resource', { rel: 'consumer' }],
    ['read-resource', { rel: 'constructor' }],
    ['read-transaction', { rel: 'prices', number: '1' }],
    ['read-transaction', { rel: 'captures', number: '../1' }],
    ['read-item-descriptions', { number: 'x' }],
  ])('%s %j is none of ours', (name, parameters) => {
    const call = paymentCalls.find((described) => described.name === name);
    expect(call?.request.safeParse(parameters).success).toBe(false);
  });
});
