import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod';
import { createdPaymentAnswer } from '../../../shared/payment-answer.ts';
import { untilSo } from '../../until.ts';
import { call, ended } from '../api.ts';
import { describeAws } from '../needs.ts';
import { readIn } from '../payments/shop.ts';
import { act, atSwish, resetSwish } from '../payments/swish-provider.ts';
import { access, ledger } from './account.ts';
import { MerchantQueue } from './events.ts';
import { allItems } from './items.ts';
import { executionRecords, functionSettings, impersonalItems, itemKeys, logLines } from './places.ts';
import { findingsIn } from './planted.ts';

/** Told to Swish, and to nobody else. */
const said = {
  known: '46701740677',
  paysFrom: '46701740688',
  message: 'Till Svea Swishlund',
  refund: 'Tillbaka till Svea Swishlund',
};
const amount = 4_700;

const send = (path: string, body: object) =>
  call('POST', `/v1/swish/payments${path}`, { body, headers: { 'idempotency-key': randomUUID() } });

/** The middle of the certificate's key, which begins and ends as all keys do. */
const keyInSecret = async (): Promise<string> => {
  const { SecretString = '' } = await new SecretsManagerClient(access).send(
    new GetSecretValueCommand({ SecretId: 'sluss/local/swish' }),
  );
  const { key } = z.object({ key: z.string() }).parse(JSON.parse(SecretString));
  return key.split('\n')[9] ?? '';
};

describeAws('nothing personal of a payment with Swish is kept', () => {
  const queue = new MerchantQueue();
  const paymentIds: string[] = [];
  const flowIds: string[] = [];
  /** As good as passwords: the tokens of Swish, and the certificate's key. */
  const credentials: string[] = [];

  const pay = async (fields: object, refusedFirst: object): Promise<string> => {
    expect((await send('', { amount, ...refusedFirst })).status).toBe(422);
    const { body } = await send('', { amount, message: said.message, ...fields });
    const { paymentId, flow } = createdPaymentAnswer.parse(body);
    if (!flow) throw new Error('the payment has no flow');
    paymentIds.push(paymentId);
    flowIds.push(flow.flowId);
    if (flow.view.swish) credentials.push(flow.view.swish.token);
    await act('approve', { payerAlias: said.paysFrom });
    await ended(flow);
    await readIn(paymentId, 'captured');
    return paymentId;
  };

  beforeAll(async () => {
    await resetSwish();
    await queue.open();
    credentials.push(await keyInSecret());
    await pay({}, { message: `${said.message} {}` });
    const paymentId = await pay({ payerAlias: said.known }, { payerAlias: said.known, message: '|' });
    await send(`/${paymentId}/refunds`, { amount, message: said.refund });
    await untilSo('the refund to be told of', async () =>
      (await queue.heard()).some((event) => JSON.stringify(event).includes('reversal')),
    );
  }, 60_000);
  afterAll(() => queue.close());

  it('there was much to be kept, and Swish has it', async () => {
    const sent = [JSON.stringify(await atSwish())];
    for (const value of [said.known, said.paysFrom, said.message]) expect(findingsIn(sent, [value])).not.toEqual([]);
    expect(credentials.filter((secret) => secret.length >= 32)).toHaveLength(2);
  });

  it.each([
    ['the ledger', async () => (await allItems(ledger)).map((item) => JSON.stringify(item)), () => paymentIds],
    ['the personal table', async () => (await allItems()).map((item) => JSON.stringify(item)), () => flowIds],
    ['an event', async () => (await queue.heard()).map((event) => JSON.stringify(event)), () => paymentIds],
    ['a log line', logLines, () => [...paymentIds, ...flowIds]],
    ['an execution', executionRecords, () => flowIds],
    ["a function's settings", functionSettings, () => ['LEDGER_TABLE']],
    ['an item key', itemKeys, () => flowIds],
    ['an item that is no request', impersonalItems, () => []],
  ] as const)('nothing of it stands in %s, once it is paid', async (_, look, controls) => {
    const texts = await look();
    expect(findingsIn(texts, [...Object.values(said), ...credentials])).toEqual([]);
    // The search itself works: what must be there is found.
    for (const control of controls()) expect(findingsIn(texts, [control])).not.toEqual([]);
  });
});
