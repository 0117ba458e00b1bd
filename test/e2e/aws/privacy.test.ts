import { afterAll, beforeAll, expect, it } from 'vitest';
import { autogiroDonor } from '../../../functions/billecta/autogiro-donor.ts';
import { startedAnswer } from '../../../shared/flow-answer.ts';
import { ask, call, ended, hinted, jobs, start, type Flow, type Job, type Started } from '../api.ts';
import { describeAws } from '../needs.ts';
import { act, launch, type Deed } from '../phone.ts';
import { fail, listOrders } from '../simulator.ts';
import { stack } from '../../stack.ts';
import { ledger, runClock } from './account.ts';
import { MerchantQueue } from './events.ts';
import { allItems, expire, flowKey } from './items.ts';
import {
  executionRecords,
  functionSettings,
  gatewayStages,
  impersonalItems,
  itemKeys,
  logLines,
  secretNames,
} from './places.ts';
import { findingsIn, writtenOf } from './planted.ts';

/** Whoever turns up here leaked out of a request. */
const said = {
  visibleText: 'Härmed säljer jag min åttaårige hamster Sixten',
  hiddenData: 'hemlighållen-uppgift-4711',
  nickname: 'Smulan-Wallenquist',
  phone: '+46701740605',
  email: 'vera.exempel@mail.example',
  agent: 'Plantagen/9.17',
  address: '203.0.113.77',
  text: 'oläslig-kropp-om-Gunhild',
  cause: 'Rent vatten åt Bullerbyholm',
  street: 'Smultronbacken 417',
};
const people = ['198507099805', '197010632391', '191212121212'] as const;
const numbers = people.flatMap(writtenOf);
const donors = '/v1/billecta/autogiro/donors';
/** What the simulated provider knows of the person who approves; the rest is taken from what it tells. */
const told = ['Övningsdal', '192.0.2.17', 'Privatkonto'];

/** Every text in a result that can be told from others: a short one, or a word such as `approved`, stands elsewhere too. */
const textsIn = (value: unknown): string[] => {
  if (typeof value === 'string') return value.length < 8 || /^[a-z]+$/.test(value) ? [] : [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
};

describeAws('nothing personal is kept', () => {
  const queue = new MerchantQueue();
  const flows: Started[] = [];
  const results: Flow[] = [];
  /** As good as a password, so they are looked for too. */
  const credentials = [stack.apiKey];

  const headers = {
    'user-agent': said.agent,
    'x-forwarded-for': said.address,
    'x-customer': said.email,
    'accept-language': `sv, ${said.nickname}`,
    referer: `https://shop.example/?phone=${encodeURIComponent(said.phone)}`,
    cookie: `person=${people[0]}`,
  };
  const live = async (job: Job, fields: object, deed: Deed) => {
    const flow = await start(job, fields, {
      headers: { ...headers, 'idempotency-key': `${said.email}/${job}/${deed}/${Date.now()}` },
    });
    flows.push(flow);
    const isNamed = 'personalNumber' in fields;
    await act(await launch(flow), deed, deed === 'approve' && !isNamed ? { personalNumber: people[0] } : {});
    credentials.push(flow.clientToken);
    results.push(await ended(flow));
  };
  /** A donor who confirms; of the result what is personal, since a time stands elsewhere too. */
  const donate = async () => {
    const gift = { description: said.cause, unitPrice: 0, vat: 0 };
    const product = (await call('POST', '/v1/billecta/products', { body: gift, headers })).body as {
      productId: string;
    };
    const donor = { personalNumber: people[2], email: said.email, phone: said.phone, address: said.street };
    const { body } = await call('POST', donors, {
      body: {
        ...donor,
        bank: 'SEB',
        amount: 15_000,
        interval: 'monthly',
        dayOfMonth: 27,
        product: { ...product, description: said.cause },
      },
      headers: { ...headers, 'idempotency-key': `${said.email}/donor/${Date.now()}` },
    });
    const flow = startedAnswer.parse(body);
    flows.push(flow);
    await act(await launch(flow), 'approve');
    await hinted(flow, 'confirm-approval');
    credentials.push(flow.clientToken);
    const answer = { body: { accountId: '1', confirms: true }, headers, credential: flow.clientToken };
    await call('PUT', `${donors}/${flow.flowId}/account`, answer);
    const whole = await ended(flow);
    const { account, text } = autogiroDonor.result.parse(whole.result).approval;
    results.push({ ...whole, result: { account, text } });
  };
  const texts = { visibleText: said.visibleText, hiddenData: said.hiddenData };

  beforeAll(async () => {
    await queue.open();
    await Promise.all([
      live('authentication', {}, 'approve'),
      live('authentication', { personalNumber: people[1] }, 'decline'),
      live('signature', texts, 'approve'),
      live('signature', { ...texts, personalNumber: people[0] }, 'certificate-error'),
      live('lookup', { personalNumber: people[2], bank: 'SEB' }, 'approve'),
    ]);
    await live('lookup', { personalNumber: people[1], bank: 'SEB' }, 'no-app');
    await donate();
    await badRequests();
    await badDays();
  });
  afterAll(() => queue.close());

  /** Requests that are refused, with something personal in every place where it can stand. */
  const badRequests = async () => {
    const query = `?ssn=${people[0]}&name=${encodeURIComponent(said.nickname)}`;
    for (const { path } of Object.values(jobs)) {
      const post = (body: unknown, more: object = {}) => call('POST', path + query, { body, headers, ...more });
      await post({ personalNumber: said.phone, bank: said.nickname, visibleText: 7, returnUrl: said.email });
      await post({ [said.nickname]: said.text, [people[0]]: [{ [said.email]: said.phone }] });
      await post(`{"personalNumber": "${people[0]}", "${said.text}`);
      await post(said.text, { headers: { ...headers, 'content-type': `text/${said.nickname}` } });
      await post({ visibleText: said.text.repeat(20_000) });
      await post({}, { credential: said.nickname });
      await post({}, { headers: { ...headers, 'idempotency-key': `${said.phone} ${said.nickname}` } });
    }
    for (const path of [`/v1/flows/${people[0]}`, `/v1/flows/${said.nickname}/progress`, `/v1/people/${said.phone}`])
      for (const method of ['GET', 'DELETE', 'POST']) await call(method, path + query, { headers });
    for (const flowId of [people[0], flows[0]!.flowId])
      await call('PUT', `${donors}/${flowId}/account${query}`, {
        body: { accountId: said.phone, [people[0]]: 1 },
        headers,
      });
    await call('GET', flows[0]!.links.self + query, {
      credential: `${flows[0]!.clientToken}${said.nickname}`,
      headers,
    });
  };

  /** Starts that the provider refuses or breaks, and polls of a named person that fail. */
  const badDays = async () => {
    for (const kind of ['500', 'html', 'broken-body', '401'] as const) {
      await fail({ kind, operation: 'start' });
      await ask('lookup', { personalNumber: people[0] }, { headers });
    }
    const flow = await start('signature', { ...texts, personalNumber: people[1] }, { headers });
    flows.push(flow);
    expect((await ask('lookup', { personalNumber: people[1] }, { headers })).status).toBe(422);
    await fail({ kind: 'broken-body', operation: 'sign.poll' });
    results.push(await ended(flow));
  };

  /** All that must be found nowhere. */
  const personal = async () => [
    ...Object.values(said),
    ...numbers,
    ...told,
    ...results.flatMap(({ result }) => textsIn(result)),
    ...credentials,
    // Handles of orders are as good as passwords while these last.
    ...(await listOrders()).flatMap(({ reference, autoStartToken }) => [reference, autoStartToken]),
  ];
  const ledgerItems = async () => (await allItems(ledger)).map((item) => JSON.stringify(item));
  const events = async () => (await queue.heard()).map((event) => JSON.stringify(event));

  it('the merchant got to know the people', () => {
    const known = JSON.stringify(results);
    for (const value of told) expect(known).toContain(value);
    expect(results.map(({ status }) => status).toSorted()).toEqual([
      ...Array<string>(4).fill('complete'),
      ...Array<string>(4).fill('failed'),
    ]);
  });

  it.each([
    ['a log line', logLines, 'flow'],
    ['an execution', executionRecords, 'flow'],
    ['an event', events, 'flow'],
    ['an item key', itemKeys, 'flow'],
    ['an item that is no flow', impersonalItems, 'claim#'],
    ['the ledger', ledgerItems, 'operation#'],
    ["a function's settings", functionSettings, 'PERSONAL_TABLE'],
    ["a secret's name", secretNames, '/api-keys'],
    ['the gateway and its access log', gatewayStages, '$context.requestId'],
  ] as const)('nothing of it stands in %s', async (_, read, known) => {
    const texts = await read();
    expect(findingsIn(texts, await personal())).toEqual([]);
    // The search itself works: what must be there is found.
    const control = known === 'flow' ? flows.map(({ flowId }) => flowId) : [known];
    for (const value of control) expect(findingsIn(texts, [value])).not.toEqual([]);
  });

  it('the flow and nothing else holds it, until its time is over', async () => {
    const mine = () =>
      allItems().then((items) => items.filter(({ pk }) => flows.some(({ flowId }) => pk.endsWith(flowId))));
    expect((await mine()).map(({ pk }) => pk).toSorted()).toEqual(
      flows.map(({ flowId }) => flowKey(flowId)).toSorted(),
    );
    const texts = async () => (await mine()).map((item) => JSON.stringify(item));
    expect(findingsIn(await texts(), ['Övningsdal', people[0]])).not.toEqual([]);

    await Promise.all(flows.map(({ flowId }) => expire(flowKey(flowId))));
    await runClock();
    expect(await mine()).toEqual([]);
  });
});
