import { expect, it } from 'vitest';
import { router } from '../../../../local/simulators/http.ts';
import { localPayeeId } from '../../../../local/simulators/swedbank-pay/defaults.ts';
import { swedbankPayProvider } from '../../../../local/simulators/swedbank-pay/provider.ts';
import { capture, financing, urls } from './bodies.ts';

/** A provider in this process whose identifiers count up. */
function provider() {
  const rung: unknown[] = [];
  let last = 0;
  const next = () => (last += 1).toString(16);
  const made = swedbankPayProvider({
    token: 'token',
    payeeId: localPayeeId,
    now: () => 0,
    inRealTime: false,
    callbackDelaySeconds: 2,
    identifiers: {
      guid: () => `00000000-0000-4000-8000-${next().padStart(12, '0')}`,
      number: () => 10_000_000_000 + (last += 1),
      pageToken: () => next().padStart(64, '0'),
    },
    post: (_, body) => Promise.resolve(rung.push(body) > 1 ? 200 : 500),
    origin: () => 'https://provider.example',
  });
  return { ...made, rung, call: router(made.routes) };
}

it('plays a payment’s life without a socket, the same each time', async () => {
  const created = financing({ urls: { ...urls, callbackUrl: 'https://shop.example/callback' } });
  const captured = capture(100);

  async function life() {
    const { store, agenda, rung, call } = provider();
    const { payment } = store.create(created, 'test');
    store.attemptByPayer(payment.id);
    const answer = await call({
      method: 'POST',
      path: `/psp/invoice/payments/${payment.id}/captures`,
      headers: { authorization: 'Bearer token' },
      body: JSON.stringify(captured),
    });
    await agenda.advance(60);
    return { answer, rung, payments: store.newestFirst() };
  }

  const one = await life();
  expect(one.answer).toMatchObject({ status: 201 });
  expect(one.rung).toHaveLength(3);
  expect(await life()).toEqual(one);
});
