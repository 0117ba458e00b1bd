import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { untilSo } from '../../../until.ts';
import { abort, authorization, cancellation, capture, financing, reversal, urls } from './bodies.ts';
import { complaints, problemType, rels, simulator, type Simulator } from './harness.ts';

let provider: Simulator;
beforeEach(async () => {
  provider = await simulator();
});
afterEach(() => provider.close());

const post = (id: string, path: string, body: unknown) => provider.call('POST', `${id}/${path}`, body);
const amounts = async (id: string) => {
  const { payment } = await provider.get(id);
  return [
    payment['amount'],
    payment['remainingCaptureAmount'],
    payment['remainingCancellationAmount'],
    payment['remainingReversalAmount'],
  ];
};

describe('an approved legal address', () => {
  const lookup = (socialSecurityNumber: string, zipCode: string) => ({ addressee: { socialSecurityNumber, zipCode } });

  it.each(['600307-1161', '6003071161', '196003071161'])('is found for %s', async (number) => {
    const { payment } = await provider.create();
    const path = `${payment.id}/approvedlegaladdress`;
    const { status, headers, body } = await post(payment.id, 'approvedlegaladdress', lookup(number, '19792'));
    expect([status, headers.get('location')]).toEqual([201, provider.url + path]);
    expect(body).toEqual({
      payment: payment.id,
      approvedLegalAddress: {
        id: path,
        addressee: 'Azra Oliveira',
        streetAddress: 'Helgestavägen 9',
        zipCode: '19792',
        city: 'Bro',
        countryCode: 'SE',
      },
    });
    expect((await provider.call('GET', path)).body).toEqual(body);
    expect((await provider.get(payment.id)).payment['approvedLegalAddress']).toEqual({ id: path });
  });

  it('is not found for another zip code or another country, and needs a number', async () => {
    const { payment } = await provider.create();
    const refused = async (number: string, zipCode: string) =>
      (await post(payment.id, 'approvedlegaladdress', lookup(number, zipCode))).status;
    expect(await refused('600307-1161', '11111')).toBe(403);
    expect(await refused('26026708248', '1642')).toBe(403);
    expect(await refused('6003', '19792')).toBe(400);

    const norwegian = financing({ currency: 'NOK', language: 'nb-NO' }, 'PayExFinancingNo');
    const { payment: other } = await provider.create(norwegian);
    expect((await post(other.id, 'approvedlegaladdress', lookup('26026708248', '1642'))).status).toBe(201);
  });
});

describe('a direct authorization', () => {
  it('reserves the amount and can be read in every way', async () => {
    const { payment } = await provider.create();
    const { status, headers, body } = await post(payment.id, 'authorizations', authorization());
    expect(status).toBe(201);
    const made = body['authorization'] as { id: string; transaction: { id: string; payeeReference: string } };
    expect(headers.get('location')).toBe(provider.url + made.id);
    expect(made).toMatchObject({
      consumer: { id: `${payment.id}/consumer` },
      legalAddress: { id: `${payment.id}/legaladdress` },
      transaction: { type: 'Authorization', state: 'Completed', amount: 10000, operations: [], isOperational: false },
    });
    expect(made).not.toHaveProperty('billingAddress');
    expect(await amounts(payment.id)).toEqual([10000, 10000, 10000, undefined]);
    expect((await provider.call('GET', made.id)).body).toEqual(body);
    const { body: transaction } = await provider.call('GET', made.transaction.id);
    expect(transaction).toEqual({ payment: payment.id, transaction: made.transaction });
    expect((await provider.call('GET', `${payment.id}/consumer`)).body).toMatchObject({
      consumer: { socialSecurityNumber: '600307-1161' },
    });
  });

  it.each<[string, object, string[]]>([
    ['no consumer', { consumer: undefined }, ['Consumer']],
    ['no activity', { transaction: {} }, ['Transaction.Activity']],
    [
      'a bad address',
      { legalAddress: { addressee: 'A', zipCode: '197 92', city: 'B', countryCode: 'DE' } },
      ['LegalAddress.ZipCode', 'LegalAddress.CountryCode'],
    ],
    [
      'a billing address without a street',
      { billingAddress: { addressee: 'A', zipCode: '19792', city: 'B', countryCode: 'SE' } },
      ['BillingAddress.StreetAddress'],
    ],
  ])('is refused with %s', async (_, changes, names) => {
    const { payment } = await provider.create();
    const { status, body } = await post(payment.id, 'authorizations', authorization(changes));
    expect([status, complaints(body)]).toEqual([400, names]);
  });

  it('leaves all out for receivables', async () => {
    const { payment } = await provider.create();
    const body = { transaction: { activity: 'AccountsReceivableConsumer' } };
    expect((await post(payment.id, 'authorizations', body)).status).toBe(201);
  });

  it('is made once', async () => {
    const { payment } = await provider.create();
    await post(payment.id, 'authorizations', authorization());
    const { status, body } = await post(payment.id, 'authorizations', authorization());
    expect([status, problemType(body)]).toEqual([403, 'invoice/forbidden']);
  });

  it('takes its time on the simulated clock, and blocks the payment meanwhile', async () => {
    await provider.settings({ authorizationSeconds: 13 });
    const id = await provider.unpaid();
    const waiting = post(id, 'authorizations', authorization());
    await untilSo('the authorization to begin', async () => (await provider.get(id)).payment.state === 'Pending');
    expect(rels(await provider.get(id))).toEqual([]);
    expect((await provider.call('PATCH', id, abort)).status).toBe(403);
    expect(provider.shop.heard).toEqual([]);

    await provider.pass(13);
    const { status, body } = await waiting;
    expect(status).toBe(201);
    const { transaction } = body['authorization'] as { transaction: { created: string; updated: string } };
    expect(Date.parse(transaction.updated) - Date.parse(transaction.created)).toBeGreaterThan(12_990);
    expect(await amounts(id)).toEqual([10000, 10000, 10000, undefined]);
  });

  it('fails with its reasons, leaves the payment open for more attempts, and ends it after three', async () => {
    await provider.settings({ nextTransaction: { state: 'Failed', count: 3 } });
    const id = await provider.unpaid();
    const { status, body } = await post(id, 'authorizations', authorization());
    expect(status).toBe(201);
    expect(body['authorization']).toMatchObject({
      transaction: {
        state: 'Failed',
        failedReason: 'ExternalResponseError',
        failedActivityName: 'Authorize',
        problem: { status: 403, title: 'Operation failed' },
      },
    });
    expect(rels(await provider.get(id))).toContain('create-authorization');
    expect((await provider.call('GET', `${id}/failed`)).status).toBe(404);

    for (let attempt = 2; attempt <= 3; attempt += 1) await post(id, 'authorizations', authorization());
    const failed = await provider.get(id);
    expect([failed.payment.state, failed.payment['amount'], rels(failed)]).toEqual(['Failed', 0, ['failed-payment']]);
    const reason = await provider.call('GET', `${id}/failed`);
    expect(reason.status).toBe(200);
    expect(problemType(reason.body['problem'] as Record<string, unknown>)).toBe('invoice/acquirererror');
  });
});

describe('an outcome that nobody knows', () => {
  it('makes the payment pending and later ready', async () => {
    await provider.settings({ nextTransaction: 'Initialized' });
    const id = await provider.unpaid();
    expect((await post(id, 'authorizations', authorization())).body['authorization']).toMatchObject({
      transaction: { state: 'Initialized' },
    });
    await provider.pass(59);
    expect((await provider.get(id)).payment.state).toBe('Pending');
    await provider.pass(1);
    expect((await provider.get(id)).payment).toMatchObject({ state: 'Ready', amount: 10000 });
    expect((await provider.callbacks()).map(({ cause }) => cause)).toEqual([
      'Authorization Initialized',
      'Authorization Completed',
    ]);
  });

  it('of a capture blocks all money until the back office settles it', async () => {
    const id = await provider.paid();
    await provider.settings({ nextTransaction: { state: 'Initialized', afterSeconds: null, type: 'Capture' } });
    await post(id, 'captures', capture(1000));
    expect(rels(await provider.get(id))).toEqual(['paid-payment']);
    expect((await post(id, 'captures', capture(1000))).status).toBe(403);
    await provider.onPayment(id, 'resolve', { state: 'Failed' });
    expect(await amounts(id)).toEqual([10000, 10000, 10000, undefined]);
    expect((await provider.onPayment(id, 'resolve')).status).toBe(409);
  });

  it('of a payer who was sent away is settled when the payer comes back, with one transaction', async () => {
    await provider.settings({ nextTransaction: { state: 'AwaitingActivity', afterSeconds: null } });
    const id = await provider.unpaid();
    await provider.onPayment(id, 'complete');
    expect(rels(await provider.get(id))).toEqual(['redirect-authorization']);
    await provider.onPayment(id, 'complete');
    const { body } = await provider.call('GET', `${id}/transactions`);
    expect(body['transactions']).toMatchObject({ transactionList: [{ state: 'Completed' }] });
  });

  it('may have a state that nobody has heard of, on the transaction and on the payment', async () => {
    const id = await provider.unpaid();
    await provider.settings({ nextTransaction: { state: 'Quarantined', afterSeconds: null } });
    await provider.onPayment(id, 'complete');
    await provider.onPayment(id, 'state', { state: 'Dormant' });
    const { body } = await provider.call('GET', `${id}?$expand=transactions`);
    expect(body['payment']).toMatchObject({
      state: 'Dormant',
      transactions: { transactionList: [{ state: 'Quarantined' }] },
    });
    await provider.onPayment(id, 'state', { state: null });
    expect((await provider.get(id)).payment.state).toBe('Ready');
  });
});

describe('after the payment', () => {
  it('captures, reversals and a cancellation move the amounts as recorded', async () => {
    const id = await provider.paid();
    const captured = await post(id, 'captures', capture(1001, { receiptReference: 'R1' }));
    expect(captured.status).toBe(201);
    expect(captured.body['capture']).toMatchObject({
      receiptReference: 'R1',
      transaction: { type: 'Capture', amount: 1001, receiptReference: 'R1', reconciliationNumber: 739940 },
    });
    expect(await amounts(id)).toEqual([10000, 8999, 8999, 1001]);
    expect(rels(await provider.get(id))).toEqual([
      'create-cancellation',
      'create-capture',
      'create-reversal',
      'paid-payment',
    ]);

    await post(id, 'reversals', reversal(1));
    expect(await amounts(id)).toEqual([10000, 8999, 8999, 1000]);
    const cancelled = await post(id, 'cancellations', cancellation());
    expect(cancelled.body['cancellation']).toMatchObject({
      transaction: { type: 'Cancellation', amount: 8999, vatAmount: 0 },
    });
    expect(await amounts(id)).toEqual([10000, undefined, undefined, 1000]);
    await post(id, 'reversals', reversal(1000));
    expect(await amounts(id)).toEqual([10000, undefined, undefined, undefined]);
    expect(rels(await provider.get(id))).toEqual(['paid-payment']);
  });

  it('lists what was done by kind, and its lines', async () => {
    const id = await provider.paid();
    const { body } = await post(id, 'captures', capture(500));
    await post(id, 'captures', capture(600));
    const { captures } = (await provider.call('GET', `${id}/captures`)).body as { captures: Record<string, unknown[]> };
    expect(captures['captureList']).toHaveLength(2);
    expect(captures['captureList']?.[0]).toEqual(body['capture']);
    const { itemDescriptions } = body['capture'] as { itemDescriptions: { id: string } };
    expect((await provider.call('GET', itemDescriptions.id)).body['itemDescriptions']).toMatchObject({
      itemDescriptionList: [{ amount: 500, description: 'Provvara' }],
      vatSummary: [{ vatPercent: 2500 }],
    });
  });

  it.each<[string, object, string[]]>([
    ['more than remains', capture(10001), ['Transaction.Amount']],
    ['nothing', capture(0), ['Transaction.Amount']],
    [
      'an unlisted rate',
      capture(1, { vatSummary: [{ amount: 1, vatPercent: 2550, vatAmount: 0 }] }),
      ['Transaction.VatSummary[0].VatPercent'],
    ],
    ['no lines', capture(1, { itemDescriptions: [] }), ['Transaction.ItemDescriptions']],
    ['no reference', capture(1, { payeeReference: undefined }), ['Transaction.PayeeReference']],
  ])('refuses to capture with %s', async (_, body, names) => {
    const answer = await post(await provider.paid(), 'captures', body);
    expect([answer.status, complaints(answer.body)]).toEqual([400, names]);
  });

  it('refuses what is not offered', async () => {
    const unpaid = await provider.unpaid();
    expect((await post(unpaid, 'captures', capture(1))).status).toBe(403);
    const id = await provider.paid();
    expect((await post(id, 'reversals', reversal(1))).status).toBe(403);
    expect((await provider.call('PATCH', id, abort)).status).toBe(403);
    await post(id, 'captures', capture(10000));
    expect((await post(id, 'cancellations', cancellation())).status).toBe(403);
    expect(complaints((await post(id, 'reversals', reversal(10001))).body)).toEqual(['Transaction.Amount']);
  });

  it('takes each reference once, across payments and kinds', async () => {
    const id = await provider.paid();
    const body = capture(100);
    await post(id, 'captures', body);
    const twin = await post(id, 'captures', body);
    expect([twin.status, complaints(twin.body)]).toEqual([400, ['Transaction.PayeeReference']]);
    const { payeeReference } = body.transaction;
    const other = await post(await provider.paid(), 'cancellations', cancellation({ payeeReference }));
    expect(other.status).toBe(400);
  });

  it('locks after five failures in a row, until support unlocks', async () => {
    const id = await provider.paid();
    await provider.settings({ nextTransaction: { state: 'Failed', count: 4 } });
    for (let round = 0; round < 4; round += 1) await post(id, 'captures', capture(1));
    expect((await post(id, 'captures', capture(1))).status).toBe(201);
    await provider.settings({ nextTransaction: { state: 'Failed', count: 5 } });
    for (let round = 0; round < 5; round += 1) await post(id, 'captures', capture(1));
    expect((await post(id, 'captures', capture(1))).status).toBe(403);
    expect((await post(id, 'reversals', reversal(1))).status).toBe(403);
    await provider.onPayment(id, 'unlock');
    expect((await post(id, 'captures', capture(1))).status).toBe(201);
  });

  it('keeps a plan for the next transaction until a call is let through', async () => {
    const id = await provider.paid();
    await provider.settings({ nextTransaction: 'Failed' });
    expect((await post(id, 'captures', capture(10001))).status).toBe(400);
    expect((await post(id, 'captures', capture(1))).body['capture']).toMatchObject({
      transaction: { state: 'Failed' },
    });
  });
});

it('an abort ends a payment that nobody paid, once, and says why', async () => {
  const id = await provider.unpaid();
  expect(complaints((await provider.call('PATCH', id, { payment: { operation: 'Stop' } })).body)).toContain(
    'Payment.Operation',
  );
  const { status, body } = await provider.call('PATCH', id, abort);
  expect([status, body['payment']]).toMatchObject([200, { state: 'Aborted', amount: 0 }]);
  expect(rels(await provider.get(id))).toEqual(['aborted-payment']);
  expect((await provider.call('GET', `${id}/aborted`)).body).toEqual({
    payment: id,
    aborted: { abortReason: 'CancelledByConsumer' },
  });
  expect((await provider.call('PATCH', id, abort)).status).toBe(403);
  expect((await provider.onPayment(id, 'complete')).status).toBe(409);
});

describe('reads', () => {
  it('take any case and a slash at the end, and know no other payments', async () => {
    const id = await provider.unpaid({ metadata: { shelf: 3, gift: true } });
    const { status, body } = await provider.call('GET', `${id.toUpperCase()}/PayeeInfo/`);
    expect([status, body['payeeInfo']]).toMatchObject([200, { orderReference: 'order-1', id: `${id}/payeeinfo` }]);
    expect((await provider.call('GET', `${id}/`)).status).toBe(200);
    expect((await provider.call('GET', `${id}/metadata`)).body['metadata']).toEqual({
      shelf: 3,
      gift: true,
      id: `${id}/metadata`,
    });
    expect((await provider.call('GET', `${id}/prices`)).body['prices']).toMatchObject({
      priceList: [{ type: 'Invoice', amount: 10000, vatAmount: 2000 }],
    });
    const unknown = await provider.call('GET', '/psp/invoice/payments/33333333-3333-4333-8333-333333333333');
    expect([unknown.status, problemType(unknown.body)]).toEqual([404, 'notfound']);
  });

  it('expand what is asked for, after a POST and a PATCH too', async () => {
    const created = await provider.call('POST', '/psp/invoice/payments?$expand=urls,Prices,captures', financing());
    const payment = created.body['payment'] as Record<string, Record<string, unknown>> & { id: string };
    expect(payment['urls']).toEqual({ ...urls, id: `${payment.id}/urls` });
    expect(payment['prices']).toHaveProperty('priceList');
    expect(payment['payeeInfo']).toEqual({ id: `${payment.id}/payeeinfo` });
    expect(payment).not.toHaveProperty('captures');

    const authorized = await provider.call(
      'POST',
      `${payment.id}/authorizations?$expand=legalAddress`,
      authorization(),
    );
    expect(authorized.body['authorization']).toMatchObject({ legalAddress: { city: 'Bro' } });
    const { body } = await provider.call('GET', `${payment.id}?$expand=authorizations,consumer`);
    expect(body['payment']).toMatchObject({
      authorizations: { authorizationList: [{ consumer: { ip: '192.0.2.1' } }] },
    });
  });

  it('answer a list without entries as set', async () => {
    const id = await provider.unpaid();
    expect((await provider.call('GET', `${id}/captures`)).status).toBe(404);
    await provider.settings({ emptyLists: '[]' });
    expect((await provider.call('GET', `${id}/captures`)).body['captures']).toEqual({
      id: `${id}/captures`,
      captureList: [],
    });
  });

  it('are stale as often as set', async () => {
    const id = await provider.paid();
    await provider.settings({ staleReads: 1 });
    expect((await provider.get(id)).payment['amount']).toBe(0);
    expect((await provider.get(id)).payment['amount']).toBe(10000);
  });
});
