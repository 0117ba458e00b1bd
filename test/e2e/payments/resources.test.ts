import { expect, it } from 'vitest';
import { call } from '../api.ts';
import { setProvider } from './provider.ts';
import { captureOf, create, createAuthorized, describePayments, done, olivia, operate } from './shop.ts';

const read = (paymentId: string, path: string) => call('GET', `/v1/swedbank-pay/payments/${paymentId}/${path}`);

describePayments("a payment's other resources", () => {
  it("the payer's registered address is asked for, and read", async () => {
    const { paymentId } = await create();
    expect(await read(paymentId, 'legal-addresses')).toMatchObject({
      status: 409,
      body: { code: 'operation-not-offered' },
    });
    const answer = await call('POST', `/v1/swedbank-pay/payments/${paymentId}/legal-addresses`, { body: olivia });
    expect(answer).toMatchObject({
      status: 200,
      body: { addressee: 'Olivia Nyhuus', streetAddress: 'Saltnestoppen 43', zipCode: '1642', city: 'Saltnes' },
    });
    expect(await read(paymentId, 'legal-addresses')).toMatchObject({ status: 200, body: answer.body });
  });

  it('an address that is not found is refused in the words of the provider', async () => {
    const { paymentId } = await create();
    const answer = await call('POST', `/v1/swedbank-pay/payments/${paymentId}/legal-addresses`, {
      body: { ...olivia, zipCode: '0150' },
    });
    expect(answer).toMatchObject({ status: 422, body: { code: 'provider-forbidden' } });
  });

  it('say what was asked for', async () => {
    const { paymentId } = await create({ metadata: { channel: 'web', seats: 2 }, orderReference: 'A-7' });
    expect(await read(paymentId, 'resources/metadata')).toMatchObject({
      body: { content: { channel: 'web', seats: 2 } },
    });
    expect(await read(paymentId, 'resources/payee-info')).toMatchObject({
      body: { content: { orderReference: 'A-7' } },
    });
    expect(await read(paymentId, 'resources/prices')).toMatchObject({ body: { content: [{ amount: 150_000 }] } });
    expect(await read(paymentId, 'resources/captures')).toMatchObject({ status: 200, body: { content: [] } });
    expect(await read(paymentId, 'resources/paid')).toMatchObject({
      status: 409,
      body: { code: 'operation-not-offered' },
    });
    expect(await read(paymentId, 'resources/secrets')).toMatchObject({
      status: 422,
      body: { fields: [{ field: 'rel' }] },
    });
  });

  it('say why a capture has failed, and what a good one was for', async () => {
    const { paymentId } = await createAuthorized();
    await setProvider({ nextTransaction: { state: 'Failed', type: 'Capture' } });
    expect(await operate(paymentId, 'captures', captureOf(50_000))).toMatchObject({ status: 422 });
    const { transaction } = await done(paymentId, 'captures', captureOf(40_000));
    const all = await read(paymentId, 'resources/captures');
    expect(all).toMatchObject({
      status: 200,
      body: {
        content: [
          { state: 'failed', amount: 50_000, failure: { errorCode: '51', problem: { code: 'provider-forbidden' } } },
          { state: 'completed', amount: 40_000, failure: null, receiptReference: 'R-1' },
        ],
      },
    });
    const one = `resources/captures/${transaction.number ?? 0}`;
    expect(await read(paymentId, one)).toMatchObject({ status: 200, body: { number: transaction.number } });
    expect(await read(paymentId, `${one}/item-descriptions`)).toMatchObject({
      status: 200,
      body: { items: [{ amount: 40_000, description: 'Shoes' }], vatSummary: [{ vatPercent: 2500 }] },
    });
    expect(await read(paymentId, 'resources/captures/1')).toMatchObject({ status: 404 });
  });
});
