import { ChangeMessageVisibilityCommand, SQSClient } from '@aws-sdk/client-sqs';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { postEvents, secondsUntilNextTry, signedHeaders, webhookSecret } from '../../shared/webhook.ts';

const key = 'S2V5T2ZUaGVUZXN0c09mVGhlV2ViaG9vazAxMjM0NTY3';
const now = Date.parse('2026-11-21T12:00:00.900Z');
const detail = { eventId: 'f1-complete', flowId: 'f1', status: 'complete', merchantReference: 'Åre 7' };
const event = { version: '0', 'detail-type': 'flow.ended', source: 'sluss', time: '2026-11-21T11:59:58Z', detail };

const message = (id: string, body: unknown = event, tries = 1): SQSRecord => ({
  messageId: id,
  receiptHandle: `receipt-${id}`,
  body: typeof body === 'string' ? body : JSON.stringify(body),
  attributes: {
    ApproximateReceiveCount: String(tries),
    SentTimestamp: '0',
    SenderId: 'x',
    ApproximateFirstReceiveTimestamp: '0',
  },
  messageAttributes: {},
  md5OfBody: '',
  eventSource: 'aws:sqs',
  eventSourceARN: 'arn:aws:sqs:eu-north-1:111111111111:sluss-test-webhook',
  awsRegion: 'eu-north-1',
});

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A shop's server: what it was sent, and where it listens. */
const shop = async (answer: RequestListener) => {
  const received: { method: string | undefined; headers: IncomingHttpHeaders; text: string }[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      received.push({ method: request.method, headers: request.headers, text });
      answer(request, response);
    });
  }).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return { received, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` };
};
const answering = (status: number, headers: Record<string, string> = {}) =>
  shop((_, response) => response.writeHead(status, headers).end('thanks'));

let postponed: [receipt: string, seconds: number][];
beforeEach(() => {
  postponed = [];
});
const post = (url: string, ...messages: SQSRecord[]): Promise<SQSBatchResponse> =>
  postEvents(messages, {
    url,
    key: () => Promise.resolve(key),
    postpone: (receipt, seconds) => Promise.resolve(postponed.push([receipt, seconds])),
    now: () => now,
  });

describe('a signature', () => {
  it("is the one of the Standard Webhooks' published example", () => {
    const headers = signedHeaders(
      'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
      'msg_p5jXN8AQM9LWM0D4loKWxJek',
      1614265330,
      '{"test": 2432232314}',
    );
    expect(headers).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  it('is another one for another id, time, body or key', () => {
    const signature = (...[k, id, at, body]: Parameters<typeof signedHeaders>) =>
      signedHeaders(k, id, at, body)['webhook-signature'];
    const all = [
      signature(key, 'a', 1, '{}'),
      signature(key, 'b', 1, '{}'),
      signature(key, 'a', 2, '{}'),
      signature(key, 'a', 1, '[]'),
      signature(key.replace('S', 'T'), 'a', 1, '{}'),
    ];
    expect(new Set(all).size).toBe(all.length);
  });
});

describe('an event', () => {
  it('is posted with its type, its time and its detail, under its own id', async () => {
    const { received, url } = await answering(204);
    expect(await post(url, message('1'))).toEqual({ batchItemFailures: [] });
    expect(received).toHaveLength(1);
    const [{ method, headers, text } = { method: '', headers: {}, text: '' }] = received;
    expect(method).toBe('POST');
    expect(JSON.parse(text)).toEqual({ type: 'flow.ended', timestamp: event.time, data: detail });
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'webhook-id': 'f1-complete',
      'webhook-timestamp': String(Math.floor(now / 1000)),
    });
    expect(headers).not.toHaveProperty('authorization');
  });

  it('can be checked by who has nothing but the key and what came', async () => {
    const { received, url } = await answering(200);
    await post(url, message('1'));
    const [{ headers, text } = { headers: {} as IncomingHttpHeaders, text: '' }] = received;
    const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${text}`;
    const hmac = createHmac('sha256', Buffer.from(key, 'base64')).update(signed, 'utf8').digest('base64');
    expect(headers['webhook-signature']).toBe(`v1,${hmac}`);
  });

  it('is the same at a second try, but for the time of the try', async () => {
    const { received, url } = await answering(500);
    await post(url, message('1'));
    await post(url, message('1', event, 2));
    expect(received[1]?.text).toBe(received[0]?.text);
    expect(received[1]?.headers['webhook-id']).toBe(received[0]?.headers['webhook-id']);
  });
});

describe('an event that is not taken stays in the queue', () => {
  it.each([300, 400, 401, 410, 429, 500, 503])('with %i', async (status) => {
    const { url } = await answering(status);
    expect(await post(url, message('1'))).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }] });
    expect(postponed).toEqual([['receipt-1', 30]]);
  });

  it('with a redirect, which nobody follows', async () => {
    const elsewhere = await answering(200);
    const { received, url } = await answering(307, { location: elsewhere.url });
    expect((await post(url, message('1'))).batchItemFailures).toHaveLength(1);
    expect([received.length, elsewhere.received.length]).toEqual([1, 0]);
  });

  it('when nobody listens, or the connection breaks', async () => {
    const { url } = await shop((_, response) => response.destroy());
    expect((await post(url, message('1'))).batchItemFailures).toHaveLength(1);
    expect((await post('http://127.0.0.1:1/', message('1'))).batchItemFailures).toHaveLength(1);
  });

  it('when there is no answer within ten seconds', async () => {
    const limit = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(AbortSignal.abort());
    const { url } = await answering(200);
    expect((await post(url, message('1'))).batchItemFailures).toHaveLength(1);
    expect(limit).toHaveBeenCalledExactlyOnceWith(10_000);
    limit.mockRestore();
  });

  it.each([
    ['no JSON', '<event/>'],
    ['no event', '{"detail":{}}'],
    ['no id', { ...event, detail: { flowId: 'f1' } }],
  ])('when it is %s, so that a person sees it in the end', async (_, body) => {
    const { received, url } = await answering(200);
    expect((await post(url, message('1', body))).batchItemFailures).toHaveLength(1);
    expect(received).toEqual([]);
  });

  it('and the others of its batch do not', async () => {
    const { url } = await shop((request, response) =>
      response.writeHead(request.headers['webhook-id'] === 'bad' ? 500 : 200).end(),
    );
    const bad = { ...event, detail: { ...detail, eventId: 'bad' } };
    expect(await post(url, message('1'), message('2', bad), message('3'))).toEqual({
      batchItemFailures: [{ itemIdentifier: '2' }],
    });
  });

  it('also when it cannot be put off: the queue has a time of its own', async () => {
    const { url } = await answering(500);
    const answer = await postEvents([message('1')], {
      url,
      key: () => Promise.resolve(key),
      postpone: () => Promise.reject(new Error('SQS is away')),
      now: () => now,
    });
    expect(answer.batchItemFailures).toHaveLength(1);
  });
});

it('the tries are ever further apart, up to an hour, and take some three hours', () => {
  const pauses = Array.from({ length: 9 }, (_, index) => secondsUntilNextTry(index + 1));
  expect(pauses).toEqual([30, 60, 120, 240, 480, 960, 1920, 3600, 3600]);
  expect(pauses.reduce((sum, each) => sum + each) / 3600).toBeCloseTo(3.06, 2);
});

it.each([[{}], [{ key: 'short' }], [{ key: `${'x'.repeat(40)}-` }], [{ key, more: 1 }]])(
  '%j is no secret',
  (secret) => {
    expect(webhookSecret.safeParse(secret).success).toBe(false);
  },
);

describe('the function', () => {
  beforeEach(() => {
    vi.resetModules();
    vi.spyOn(SecretsManagerClient.prototype as { send: unknown } as { send: () => unknown }, 'send').mockImplementation(
      () => Promise.resolve({ SecretString: JSON.stringify({ key }) }),
    );
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  });

  it('posts what the queue brings, and puts off in that queue what is not taken', async () => {
    const { received, url } = await answering(500);
    const queue = 'https://sqs.eu-north-1.amazonaws.com/111111111111/sluss-test-webhook';
    for (const [name, value] of Object.entries({
      AWS_REGION: 'eu-north-1',
      QUEUE_URL: queue,
      WEBHOOK_SECRET: 'test/webhook',
      WEBHOOK_URL: url,
    }))
      vi.stubEnv(name, value);
    const sent: unknown[] = [];
    vi.spyOn(SQSClient.prototype as { send: (command: unknown) => unknown }, 'send').mockImplementation((command) => {
      expect(command).toBeInstanceOf(ChangeMessageVisibilityCommand);
      sent.push((command as ChangeMessageVisibilityCommand).input);
      return Promise.resolve({});
    });
    const { handler } = await import('../../functions/webhook.ts');
    expect(await handler({ Records: [message('1', event, 3)] })).toEqual({
      batchItemFailures: [{ itemIdentifier: '1' }],
    });
    expect(received).toHaveLength(1);
    expect(sent).toEqual([{ QueueUrl: queue, ReceiptHandle: 'receipt-1', VisibilityTimeout: 120 }]);
  });
});
