import { beforeEach, describe, expect, it } from 'vitest';
import { idOf, simulator } from './harness.ts';

let swish: ReturnType<typeof simulator>;
beforeEach(() => {
  swish = simulator();
});

const ringing = (callbacks: object) => swish.settings({ callbacks });
const approve = (id: string) => swish.control(`payments/${id}/approve`);
const times = () => swish.rung.map(({ second }) => second);
const statuses = () => swish.rung.map(({ body }) => body['status']);

it('has the object as a read shows it, and the identifier in a header', async () => {
  const callbackIdentifier = '11A86BE70EA346E4B1C39C874173F088';
  const id = await swish.created({ callbackIdentifier });
  await approve(id);
  await swish.pass(0);
  const [callback] = swish.rung;
  expect(callback).toMatchObject({ url: 'https://shop.example/swish', headers: { callbackIdentifier } });
  expect(callback?.text).toBe((await swish.call('GET', `/api/v1/paymentrequests/${id}`)).text);
  expect(callback?.text).toContain('"amount":100.00,');
});

it('has no such header when none was asked for, and tells of a cancelled request too', async () => {
  await swish.cancel(await swish.created());
  await swish.pass(0);
  expect(swish.rung).toMatchObject([{ body: { status: 'CANCELLED', errorCode: 'RP08' }, headers: {} }]);
  expect(swish.rung[0]?.headers).not.toHaveProperty('callbackIdentifier');
});

describe('the schedule', () => {
  it('is once, whatever is answered', async () => {
    swish.answers.push(500);
    await approve(await swish.created());
    await swish.pass(1000);
    expect(times()).toEqual([0]);
  });

  it('is ten times as the other documents have it, until 200', async () => {
    await ringing({ attempts: 10 });
    swish.answers.push(...Array<number>(10).fill(500));
    await approve(await swish.created());
    await swish.pass(1000);
    expect(times()).toEqual([0, 5, 15, 35, 75, 135, 195, 255, 315, 375]);
  });

  it('goes on after a 204 or no answer, and stops at 200', async () => {
    await ringing({ attempts: 10 });
    swish.answers.push(204, undefined, 200);
    await approve(await swish.created());
    await swish.pass(1000);
    expect(times()).toEqual([0, 5, 15]);
  });

  it('is never, where the settings say so', async () => {
    await ringing({ attempts: 0 });
    await approve(await swish.created());
    await swish.pass(1000);
    expect(swish.rung).toEqual([]);
  });
});

describe('disturbed', () => {
  it('comes as twins, late, or so many times whatever is answered', async () => {
    await ringing({ deliveries: 4, together: 2, delaySeconds: 2 });
    await approve(await swish.created());
    await swish.pass(1000);
    expect(times()).toEqual([2, 2, 5, 15]);
  });

  it('comes in the wrong order', async () => {
    const reference = await swish.paid();
    await swish.pass(0);
    await ringing({ reorder: true });
    await swish.refund(reference);
    await swish.pass(60);
    expect(statuses()).toEqual(['PAID', 'PAID', 'DEBITED']);
  });

  it('is lost', async () => {
    await ringing({ drop: 1 });
    await approve(await swish.created());
    await swish.pass(0);
    expect(swish.rung).toEqual([]);
    const { callbacks } = (await swish.onControl('GET', '/_simulator/callbacks')).body;
    expect(callbacks).toMatchObject([{ cause: 'PAID', body: { amount: 100 }, deliveries: [{ status: 'dropped' }] }]);
  });

  it('comes before the answer of the create that is paid at once', async () => {
    await swish.settings({ paysAfterSeconds: 0, callbacks: { beforeAnswer: true } });
    const answer = await swish.create();
    expect(swish.rung.map(({ body }) => [body['id'], body['status']])).toEqual([[idOf(answer), 'PAID']]);
  });

  it('is forged', async () => {
    const forged = { url: 'https://shop.example/swish', headers: { callbackIdentifier: 'guessed' } };
    expect((await swish.control('callbacks', forged)).body).toMatchObject({ status: 200 });
    expect(swish.rung).toMatchObject([{ body: { status: 'PAID' }, headers: forged.headers }]);
  });
});
