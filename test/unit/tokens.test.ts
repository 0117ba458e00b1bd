import { type DecryptCommand, EncryptCommand, KMSClient } from '@aws-sdk/client-kms';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openTokenVault } from '../../shared/token-vault.ts';
import { keys } from '../fakes/aws.ts';
import { lost, refusal, SlowShop } from '../fakes/slow.ts';
import { rejection } from '../fakes/world.ts';

const payer = { payerReference: 'customer-7' };
const both = { ...payer, generatePaymentToken: true, generateRecurrenceToken: true };
const verification = { ...both, operation: 'Verify', amount: undefined, vatAmount: undefined };
const deletion = { token: 'paymentToken', comment: 'The payer asked for it' };

let shop: SlowShop;
beforeEach(() => {
  shop = new SlowShop();
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** Those that the payments have made, as the provider has them. */
const tokensThere = () =>
  shop.simulator.store
    .newestFirst()
    .flatMap(({ transactions }) => transactions)
    .flatMap(({ paymentToken = [], recurrenceToken = [] }) => [paymentToken, recurrenceToken].flat());

describe('a token that a payment has made', () => {
  it('is kept once, sealed for the payment and under its name', async () => {
    const paymentId = await shop.createPaid(both);
    await shop.sync(paymentId);
    const [paymentToken, recurrenceToken] = tokensThere();
    expect([...shop.vault.sealed]).toEqual([
      ['sealed-1', { paymentId, name: 'paymentToken', token: paymentToken }],
      ['sealed-2', { paymentId, name: 'recurrenceToken', token: recurrenceToken }],
    ]);
    const { tokens } = await shop.item(paymentId);
    expect(tokens).toEqual({ paymentToken: 'sealed-1', recurrenceToken: 'sealed-2' });
  });

  it('of a verification is kept, though the payment has come to its end with it', async () => {
    const paymentId = await shop.createPaid(verification);
    expect((await shop.read(paymentId)).body).toMatchObject({
      state: 'verified',
      tokens: ['paymentToken', 'recurrenceToken'],
    });
  });

  it('is kept once by two that look at once', async () => {
    const paymentId = await shop.create(both);
    shop.simulator.store.attemptByPayer(await shop.guidOf(paymentId));
    await Promise.all([shop.sync(paymentId), shop.sync(paymentId)]);
    const { tokens } = await shop.item(paymentId);
    for (const [name, sealed] of Object.entries(tokens))
      expect(shop.vault.sealed.get(sealed)).toMatchObject({ paymentId, name });
    await shop.sync(paymentId);
    expect((await shop.item(paymentId)).tokens).toEqual(tokens);
  });

  it('is known by the time that the authorization is told', async () => {
    const paymentId = await shop.create(both);
    shop.simulator.store.attemptByPayer(await shop.guidOf(paymentId));
    let known: unknown;
    shop.told.push = () => {
      known ??= structuredClone(shop.world.ledgerDynamo.items.get(`payment#${paymentId}`)?.['tokens']);
      return 0;
    };
    await shop.sync(paymentId);
    expect(known).toEqual({ paymentToken: 'sealed-1', recurrenceToken: 'sealed-2' });
  });

  it('is named in answers, and found nowhere: in no answer, event, log or item', async () => {
    const paymentId = await shop.createPaid(both);
    const answers = [
      await shop.read(paymentId),
      await shop.post(both),
      await shop.call('GET /v1/payments', undefined),
      await shop.recur(paymentId),
      await shop.deleteToken(paymentId, deletion),
    ];
    expect(answers[0]?.body['tokens']).toEqual(['paymentToken', 'recurrenceToken']);
    expect(answers.map(({ status }) => status)).toEqual([200, 201, 200, 201, 200]);
    const tokens = tokensThere();
    expect(tokens).toHaveLength(2);
    for (const token of tokens) {
      expect(JSON.stringify(answers)).not.toContain(token);
      expect(shop.durable).not.toContain(token);
      expect(JSON.stringify(shop.slowItem)).not.toContain(token);
    }
    expect(JSON.stringify([answers, shop.told, shop.printed])).not.toContain('sealed-');
  });

  it('is neither read nor kept where the payment was not asked to make one', async () => {
    const paymentId = await shop.createPaid();
    expect((await shop.item(paymentId)).tokens).toEqual({});
    expect(shop.vault.sealed.size).toBe(0);
    expect((await shop.read(paymentId)).body['tokens']).toEqual([]);
  });

  it.each([
    ['an invoice', both],
    ['a verification', verification],
  ])('of %s that could not be sealed is sealed by the next look', async (_, fields) => {
    const paymentId = await shop.create(fields);
    shop.simulator.store.attemptByPayer(await shop.guidOf(paymentId));
    await shop.world.payments.ring(paymentId);
    shop.vault.fails = true;
    expect(await rejection(shop.sync(paymentId))).toMatchObject({ message: 'KMS is away' });
    shop.world.pass(60);
    await shop.world.clock();
    expect(shop.world.startedSyncs.at(-1)).toMatchObject({ paymentId });
    shop.vault.fails = false;
    await shop.sync(paymentId);
    expect((await shop.read(paymentId)).body['tokens']).toEqual(['paymentToken', 'recurrenceToken']);
    expect(shop.told.length).toBeGreaterThan(0);
  });
});

describe('the deletion of a token', () => {
  let paymentId: string;
  beforeEach(async () => {
    paymentId = await shop.createPaid(both);
    shop.asked.length = 0;
  });
  const left = async () => (await shop.read(paymentId)).body['tokens'];

  it('asks the provider for it with the comment, and leaves the other', async () => {
    expect(await shop.deleteToken(paymentId, deletion)).toMatchObject({
      status: 200,
      body: { paymentId, tokens: ['recurrenceToken'] },
    });
    expect(shop.asked).toEqual([
      { name: 'delete-token', body: { state: 'Deleted', comment: 'The payer asked for it' } },
    ]);
    expect(await left()).toEqual(['recurrenceToken']);
    expect(await shop.post({ ...payer, paymentTokenOf: paymentId }, 'payment-2')).toMatchObject({ status: 409 });
    expect(await shop.recur(paymentId)).toMatchObject({ status: 201 });
  });

  it('twice is fine, and asks once', async () => {
    await shop.deleteToken(paymentId, deletion);
    expect(await shop.deleteToken(paymentId, deletion)).toMatchObject({ status: 200 });
    expect(shop.timesAsked('delete-token')).toBe(1);
  });

  it('is not undone by a later read', async () => {
    await shop.deleteToken(paymentId, deletion);
    await shop.sync(paymentId);
    expect(await left()).toEqual(['recurrenceToken']);
    expect(shop.vault.sealed.size).toBe(2);
  });

  it('is not undone by a read that was going on', async () => {
    const { tokens } = await shop.item(paymentId);
    shop.world.ledgerDynamo.before = async ({ kind }) => {
      if (kind !== 'Update') return;
      shop.world.ledgerDynamo.before = () => undefined;
      await shop.deleteToken(paymentId, deletion);
    };
    await shop.sync(paymentId);
    expect((await shop.item(paymentId)).tokens).toEqual({ ...tokens, paymentToken: '' });
  });

  it('is not undone by a read that had found the token before anybody kept it', async () => {
    const late = await shop.create(both, 'payment-2');
    shop.simulator.store.attemptByPayer(await shop.guidOf(late));
    const seal = vi.spyOn(shop.vault, 'seal').mockImplementationOnce(async () => {
      await shop.sync(late);
      await shop.deleteToken(late, deletion);
      return 'sealed too late';
    });
    await shop.sync(late);
    expect(seal).toHaveBeenCalledTimes(4);
    expect((await shop.read(late)).body['tokens']).toEqual(['recurrenceToken']);
  });

  it('of one that the provider does not know counts as done', async () => {
    await shop.simulator.control('reset', {});
    expect(await shop.deleteToken(paymentId, deletion)).toMatchObject({
      status: 200,
      body: { tokens: ['recurrenceToken'] },
    });
  });

  it.each([
    ['the provider is away', lost(), 503, 'provider-unavailable'],
    ['the provider refuses', refusal(), 422, 'provider-forbidden'],
  ])('is not done while %s, and may be asked for again', async (_, error, status, code) => {
    shop.once('before', 'delete-token', error);
    expect(await shop.deleteToken(paymentId, deletion)).toMatchObject({ status, body: { code } });
    expect(await left()).toEqual(['paymentToken', 'recurrenceToken']);
    expect(await shop.deleteToken(paymentId, deletion)).toMatchObject({ status: 200 });
  });

  it('whose answer is lost may be asked for again', async () => {
    shop.once('after', 'delete-token', lost());
    expect(await shop.deleteToken(paymentId, deletion)).toMatchObject({ status: 503 });
    expect(await shop.deleteToken(paymentId, deletion)).toMatchObject({ status: 200 });
    expect(await left()).toEqual(['recurrenceToken']);
  });

  it('is not done while it cannot be opened', async () => {
    shop.vault.fails = true;
    expect(await shop.deleteToken(paymentId, deletion)).toMatchObject({ status: 500 });
    expect(shop.asked).toEqual([]);
    expect(await left()).toEqual(['paymentToken', 'recurrenceToken']);
  });

  it('needs a comment', async () => {
    expect(await shop.deleteToken(paymentId, { token: 'paymentToken' })).toMatchObject({
      status: 422,
      body: { fields: [{ field: 'comment' }] },
    });
    expect(shop.asked).toEqual([]);
  });

  it('of one that was never made is refused', async () => {
    const without = await shop.createPaid({ ...payer, generatePaymentToken: true }, 'payment-2');
    expect(await shop.deleteToken(without, { ...deletion, token: 'recurrenceToken' })).toMatchObject({
      status: 409,
      body: { code: 'token-inactive' },
    });
  });

  it('is not for another merchant', async () => {
    const answer = await shop.call('DELETE /v1/swedbank-pay/payments/{paymentId}/token', paymentId, {
      key: keys.other,
      body: deletion,
    });
    expect(answer).toMatchObject({ status: 404 });
    expect(await left()).toEqual(['paymentToken', 'recurrenceToken']);
  });
});

describe('the vault', () => {
  it('seals and opens with the ledger’s key, and ties a token to its payment and name', async () => {
    const sent: unknown[] = [];
    vi.spyOn(KMSClient.prototype as { send: (command: unknown) => unknown }, 'send').mockImplementation((command) => {
      sent.push((command as EncryptCommand | DecryptCommand).input);
      return Promise.resolve(
        command instanceof EncryptCommand
          ? { CiphertextBlob: Uint8Array.of(1, 2, 255) }
          : { Plaintext: Buffer.from('the token') },
      );
    });
    const vault = openTokenVault('ledger-key');
    const sealed = await vault.seal('payment-1', 'recurrenceToken', 'the token');
    expect(sealed).toBe('AQL/');
    expect(await vault.open('payment-1', 'recurrenceToken', sealed)).toBe('the token');
    const bound = { KeyId: 'ledger-key', EncryptionContext: { paymentId: 'payment-1', name: 'recurrenceToken' } };
    expect(sent).toEqual([
      { ...bound, Plaintext: Buffer.from('the token') },
      { ...bound, CiphertextBlob: Buffer.from([1, 2, 255]) },
    ]);
  });

  it('does not hide that KMS refuses', async () => {
    vi.spyOn(KMSClient.prototype as { send: (command: unknown) => unknown }, 'send').mockRejectedValue(
      new Error('InvalidCiphertext'),
    );
    const vault = openTokenVault('ledger-key');
    expect(await rejection(vault.open('payment-1', 'paymentToken', 'AQL/'))).toMatchObject({
      message: 'InvalidCiphertext',
    });
  });
});
