import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { call, type Answer } from '../api.ts';
import { describeAws } from '../needs.ts';
import { completeNewest, refuse, resetProvider, setProvider, shownAt, tokensAt } from '../payments/provider.ts';
import {
  cancellation,
  captureOf,
  olivia,
  oliviasAuthorization,
  order,
  readIn,
  recurring,
  reversalOf,
} from '../payments/shop.ts';
import { ledger, runClock } from './account.ts';
import { MerchantQueue } from './events.ts';
import { allItems, expire } from './items.ts';
import { executionRecords, functionSettings, impersonalItems, itemKeys, logLines } from './places.ts';
import { findingsIn } from './planted.ts';

/** What a payer or a careless shop could write into a request; the provider gets it, and nobody keeps it. */
const said = {
  description: 'Hamster till Vera Exempelqvist',
  orderReference: 'order-för-Gunhild-4711',
  productCategory: 'smådjur-till-Gunhild',
  payeeName: 'Veras Smådjurshörna',
  metadata: 'ring-Vera-efter-klockan-fem',
  agent: 'Plantagen/9.18',
  payerReference: 'vera.exempelqvist@mail.example',
  prefilled: '+4790000017',
  query: 'Smulan-Exempelqvist',
  item: 'Hamsterhjul åt Sixten',
  receipt: 'kvitto-Vera-0017',
  cancelled: 'Vera har ångrat sig',
  returned: 'Sixten har rymt från Vera',
  comment: 'Vera vill inte bli debiterad',
  customerNumber: 'kund-Nyhuus-17',
  email: 'olivia.nyhuus@mail.example',
  careOf: 'c/o Hamsterpensionatet',
  billing: 'Fakturagränd 117',
  address: '203.0.113.78',
  text: 'oläslig-kropp-om-Olivia',
};
const { identityNumber, name, msisdn, ip, legalAddress } = oliviasAuthorization;
const person = [identityNumber, name, msisdn, ip, legalAddress.streetAddress];
/** What the provider says of failures; it may quote the request. */
const toldByProvider = ['REJECTED_BY_ACQUIRER', 'The simulator was told to refuse', 'Unable to complete Capture'];

const url = `https://shop.example/done?who=${said.query}`;
const carelessSale = {
  description: said.description,
  orderReference: said.orderReference,
  productCategory: said.productCategory,
  payeeName: said.payeeName,
  metadata: { note: said.metadata },
  userAgent: said.agent,
  payerReference: said.payerReference,
};
const careless = {
  ...order,
  ...carelessSale,
  prefill: { msisdn: said.prefilled },
  urls: { completeUrl: url, cancelUrl: url, logoUrl: url, termsOfServiceUrl: url },
};
const authorization = {
  ...oliviasAuthorization,
  customerNumber: said.customerNumber,
  email: said.email,
  legalAddress: { ...legalAddress, coAddress: said.careOf },
  billingAddress: { ...legalAddress, streetAddress: said.billing },
};

const headers = () => ({
  'idempotency-key': `${said.email}/${randomUUID()}`,
  'user-agent': said.agent,
  'x-forwarded-for': said.address,
  'x-customer': said.email,
  referer: `https://shop.example/?phone=${encodeURIComponent(msisdn)}`,
  cookie: `person=${identityNumber}`,
});
const query = `?ssn=${identityNumber}&name=${encodeURIComponent(said.query)}`;
const send = (method: string, path: string, body?: unknown): Promise<Answer> =>
  call(method, `/v1/${path}`, { headers: headers(), ...(body === undefined ? {} : { body }) });

describeAws('nothing personal of a payment is kept', () => {
  const queue = new MerchantQueue();
  const paymentIds: string[] = [];
  /** As good as passwords: tokens, the addresses of callbacks, and those of the payer's pages. */
  const credentials: string[] = [];

  const created = async (fields: object = {}): Promise<string> => {
    const { body } = await send('POST', 'swedbank-pay/payments', { ...careless, ...fields });
    const { paymentId, payer } = body as { paymentId: string; payer: { redirectUrl: string | null } };
    paymentIds.push(paymentId);
    const { callbackUrl = '' } = (await shownAt(paymentId)).urls;
    credentials.push(...[callbackUrl, payer.redirectUrl ?? ''].map((address) => address.split(/[./]/).at(-1) ?? ''));
    return paymentId;
  };

  /** Paid on the hosted page, with tokens; captured, cancelled, reversed; one capture fails and one is refused. */
  const byPayer = async () => {
    const paymentId = await created({ generatePaymentToken: true, generateRecurrenceToken: true });
    const operate = (path: string, body: object) => send('POST', `swedbank-pay/payments/${paymentId}/${path}`, body);
    await completeNewest();
    await readIn(paymentId, 'authorized');
    credentials.push(...(await tokensAt(paymentId)));
    const capture = captureOf(50_000, {
      description: said.description,
      receiptReference: said.receipt,
      itemDescriptions: [{ amount: 50_000, description: said.item }],
    });
    await setProvider({ nextTransaction: { state: 'Failed', type: 'Capture' } });
    expect((await operate('captures', capture)).status).toBe(422);
    await refuse('captures.create');
    expect((await operate('captures', capture)).status).toBe(422);
    expect((await operate('captures', capture)).status).toBe(201);
    expect((await operate('cancellations', { ...cancellation, description: said.cancelled })).status).toBe(201);
    const reversal = reversalOf(50_000, { description: said.returned, receiptReference: said.receipt });
    expect((await operate('reversals', reversal)).status).toBe(201);
    const again = await send('POST', 'swedbank-pay/payments', { ...recurring(paymentId), ...carelessSale });
    expect(again.status).toBe(201);
    paymentIds.push((again.body as { paymentId: string }).paymentId);
    for (const token of ['paymentToken', 'recurrenceToken']) {
      const body = { token, comment: said.comment };
      expect((await send('DELETE', `swedbank-pay/payments/${paymentId}/token`, body)).status).toBe(200);
    }
  };

  /** Authorized by the shop, who knows the person; the first try is refused. */
  const byShop = async () => {
    const paymentId = await created();
    const path = `swedbank-pay/payments/${paymentId}`;
    expect((await send('POST', `${path}/legal-addresses`, olivia)).status).toBe(200);
    expect((await send('GET', `${path}/legal-addresses`)).status).toBe(200);
    await refuse('authorizations.create');
    expect((await send('POST', `${path}/authorizations`, authorization)).status).toBe(422);
    expect((await send('POST', `${path}/authorizations`, authorization)).status).toBe(201);
    for (const rel of ['authorizations', 'payee-info', 'metadata', 'urls', 'paid'])
      expect((await send('GET', `${path}/resources/${rel}`)).status).toBe(200);
  };

  /** Requests that are refused, with something personal in every place where it can stand. */
  const badRequests = async () => {
    const [paymentId = ''] = paymentIds;
    const paths = ['', '/authorizations', '/captures', '/legal-addresses'].map(
      (path) => path && `/${paymentId}${path}`,
    );
    for (const path of paths.map((each) => `swedbank-pay/payments${each}${query}`)) {
      await send('POST', path, { ...authorization, identityNumber: said.text, [said.query]: said.text });
      await send('POST', path, `{"name": "${name}", "${said.text}`);
      await send('POST', path, { description: said.text.repeat(2000) });
    }
    for (const path of [identityNumber, `${paymentId}/${said.query}`, `${paymentId}/resources/${said.query}`])
      for (const method of ['GET', 'DELETE', 'POST']) await send(method, `swedbank-pay/payments/${path}${query}`);
    await send('GET', `payments${query}`);
    await send('GET', `payments?merchantReference=${encodeURIComponent(said.query)}&state=${said.text}`);
    const { callbackUrl = '' } = (await shownAt(paymentId)).urls;
    for (const path of [new URL(callbackUrl).pathname.split('/').at(-1) ?? '', said.query])
      await call('POST', `/callbacks/swedbank-pay/${path}${query}`, {
        credential: null,
        headers: headers(),
        body: { payment: { id: `/psp/${said.text}`, name }, transaction: { id: identityNumber } },
      });
  };

  beforeAll(async () => {
    await resetProvider();
    await queue.open();
    await byPayer();
    await byShop();
    await badRequests();
  });
  afterAll(() => queue.close());

  const personal = () => [...Object.values(said), ...person, ...toldByProvider, ...credentials];
  const ledgerItems = async () => (await allItems(ledger)).map((item) => JSON.stringify(item));
  const events = async () => (await queue.heard()).map((event) => JSON.stringify(event));

  it('there were secrets to be kept', () => {
    expect(credentials.filter((secret) => secret.length >= 16)).toHaveLength(6);
  });

  it.each([
    ['the ledger', ledgerItems, 'payment'],
    ['an event', events, 'payment'],
    ['a log line', logLines, 'payment'],
    ['an execution', executionRecords, 'payment'],
    ["a function's settings", functionSettings, 'LEDGER_TABLE'],
    ['an item key', itemKeys, 'slow#'],
    ['an item that is no request', impersonalItems, undefined],
  ] as const)('nothing of it stands in %s', async (_, look, known) => {
    const texts = await look();
    expect(findingsIn(texts, personal())).toEqual([]);
    // The search itself works: what must be there is found.
    const controls = known === 'payment' ? paymentIds : known === undefined ? [] : [known];
    for (const control of controls) expect(findingsIn(texts, [control])).not.toEqual([]);
  });

  it('nor in what is left of a request that a machine has taken, which is gone when its time is over', async () => {
    const mine = async () =>
      (await allItems()).filter(({ pk }) => pk.startsWith('slow#') && paymentIds.some((id) => pk.includes(id)));
    const items = await mine();
    expect(items).not.toEqual([]);
    // A refusal stays for the caller who asks again, in the provider's words.
    const texts = items.map((item) => JSON.stringify({ ...item, refusal: undefined }));
    expect(findingsIn(texts, personal())).toEqual([]);
    for (const { expiresAt } of items) expect(Number(expiresAt) - Date.now() / 1000).toBeLessThan(601);

    await Promise.all(items.map(({ pk }) => expire(pk)));
    await runClock();
    expect(await mine()).toEqual([]);
  });
});
