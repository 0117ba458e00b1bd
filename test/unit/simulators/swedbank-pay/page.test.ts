import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { abort, authorization, financing, urls, verification } from './bodies.ts';
import { simulator, type Simulator } from './harness.ts';

let provider: Simulator;
beforeEach(async () => {
  provider = await simulator();
});
afterEach(() => provider.close());

/** A payment with its page's address; without the merchant's token from here on. */
async function opened(body: object = financing()) {
  const { payment, operations } = await provider.create(body);
  const page = operations.find(({ rel }) => rel.startsWith('redirect-'))?.href ?? '';
  const browser = (method: string, below = '', headers: Record<string, string> = {}) =>
    provider.fetched(method, page + below, undefined, { authorization: '', ...headers });
  return {
    id: payment.id,
    /** What a form without the page's script is led to. */
    press: async (action: string) => (await browser('POST', `/${action}`)).headers.get('location'),
    /** What the page's script is told. */
    choose: async (action: string) =>
      await (await browser('POST', `/${action}`, { accept: 'application/json' })).json(),
    show: (query = '') => browser('GET', query),
    html: async (query = '') => (await browser('GET', query)).text(),
    page,
  };
}

describe('the redirect page', () => {
  it('shows what is paid to whom, in the payment’s language, safely', async () => {
    const { html } = await opened(financing({ description: '<b>Provköp</b>' }));
    const text = await html();
    expect(text).toContain('<html lang="sv-SE">');
    expect(text).toContain('100,00\u00a0kr');
    expect(text).toContain('Provbutiken');
    expect(text).toContain('&lt;b&gt;Provköp&lt;/b&gt;');
    expect(text).not.toMatch(/<script>|style=|onclick=/);
  });

  it('may be framed by nobody, and the seamless one by the shop', async () => {
    const { show } = await opened();
    const policy = async (page: Promise<Response>) => (await page).headers.get('content-security-policy');
    expect(await policy(show())).toContain("frame-ancestors 'none'");
    const framed = await opened(financing({ urls: { ...urls, hostUrls: ['https://shop.example/any'] } }));
    expect(await policy(framed.show('?view=seamless'))).toMatch(/frame-ancestors https:\/\/shop\.example$/);
  });

  it('leads to the complete URL when the payer approves, and the payment is paid', async () => {
    const { id, press } = await opened();
    expect(await press('complete')).toBe(urls.completeUrl);
    expect((await provider.get(id)).payment['amount']).toBe(10000);
    expect(await press('cancel')).toBe(urls.completeUrl);
  });

  it('leads nowhere when the payer never returns', async () => {
    const { id, press, page } = await opened();
    expect(await press('complete-and-leave')).toBe(new URL(page).pathname);
    expect((await provider.get(id)).payment['amount']).toBe(10000);
  });

  it('leads back to itself after a failed attempt, and to the complete URL after the last', async () => {
    const { id, press, page, html } = await opened();
    expect(await press('fail')).toBe(new URL(page).pathname);
    expect(await html()).toContain('<p data-standing="onPaymentTransactionFailed">');
    expect((await provider.get(id)).payment.state).toBe('Ready');
    expect(await press('fail-finally')).toBe(urls.completeUrl);
    expect((await provider.get(id)).payment.state).toBe('Failed');
  });

  it('leads to the cancel URL when the payer cancels, which aborts only where it is set so', async () => {
    const { id, press } = await opened();
    expect(await press('cancel')).toBe(urls.cancelUrl);
    expect((await provider.get(id)).payment.state).toBe('Ready');
    await provider.settings({ payerCancel: 'aborts' });
    await press('cancel');
    expect((await provider.get(id)).payment.state).toBe('Aborted');
  });

  it('has nowhere to cancel to when there is a payment URL', async () => {
    const { choose, id } = await opened(financing({ urls: { ...urls, paymentUrl: 'https://shop.example/pay' } }));
    expect(await choose('cancel')).toEqual({ event: 'onPaymentCanceled', data: { id } });
  });

  it('verifies', async () => {
    const { id, press, page } = await opened(verification());
    expect(page).toMatch(/\/invoice\/payments\/verify\/[0-9a-f]{64}$/);
    await press('complete');
    expect((await provider.call('GET', `${id}/verifications`)).status).toBe(200);
  });

  it('knows no other tokens', async () => {
    const { show } = await opened();
    expect((await show(`/../${'0'.repeat(64)}`)).status).toBe(404);
  });
});

describe('the seamless view', () => {
  it('shows neither description nor a cancel button, and takes the culture', async () => {
    const { html } = await opened();
    const text = await html('?view=seamless&culture=nb-NO');
    expect(text).toContain('<html lang="nb-NO">');
    expect(text).not.toContain('Provköp');
    expect(text).not.toContain('/cancel"');
  });

  it('is told what happened, by the documented events', async () => {
    const { id, choose } = await opened();
    expect(await choose('fail')).toEqual({
      event: 'onPaymentTransactionFailed',
      data: { id, details: 'REJECTED_BY_ACQUIRER' },
    });
    await provider.settings({ nextTransaction: { state: 'Initialized', afterSeconds: 10 } });
    expect(await choose('complete')).toEqual({ event: 'onPaymentPending', data: { id } });
    await provider.pass(10);
    expect(await choose('complete')).toEqual({
      event: 'onPaymentCompleted',
      data: { id, redirectUrl: urls.completeUrl },
    });
  });

  it('learns at the payer’s next step that the merchant aborted or took the payment', async () => {
    const aborted = await opened();
    await provider.call('PATCH', aborted.id, abort);
    expect(await aborted.choose('complete')).toMatchObject({ event: 'onPaymentCanceled' });
    const taken = await opened();
    await provider.call('POST', `${taken.id}/authorizations`, authorization());
    expect(await taken.choose('fail')).toMatchObject({ event: 'onPaymentCompleted' });
  });

  it('has its script and its files', async () => {
    const hosted = financing({ urls: { ...urls, hostUrls: ['https://shop.example'] } });
    const { operations } = await provider.create(hosted);
    const script = await fetch(operations.find(({ rel }) => rel === 'view-authorization')?.href ?? '');
    expect(script.headers.get('content-type')).toBe('application/javascript; charset=utf-8');
    expect(await script.text()).toContain('hostedView');
    for (const name of ['page.css', 'page.mjs']) {
      expect((await fetch(`${provider.url}/invoice/page/${name}`)).status).toBe(200);
    }
  });
});
