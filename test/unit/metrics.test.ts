import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ProviderUnavailable } from '../../shared/provider-error.ts';
import { call } from '../fakes/aws.ts';
import { completeOrder, order } from '../fakes/provider.ts';
import { rejection, type World } from '../fakes/world.ts';
import { catchPrinted } from '../fakes/printed.ts';

interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly unit: string;
  readonly value: unknown;
  readonly dimensions: Readonly<Record<string, unknown>>;
}

let printed = '';
beforeEach(() => {
  vi.stubEnv('POWERTOOLS_METRICS_DISABLED', 'false');
  vi.stubEnv('POWERTOOLS_SERVICE_NAME', 'sluss-test');
  vi.resetModules();
  printed = '';
  catchPrinted((text) => {
    printed += text;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

/** The metrics among what was printed, as CloudWatch reads the embedded metric format. */
const metrics = (): Metric[] =>
  printed
    .split('\n')
    .filter((line) => line.includes('CloudWatchMetrics'))
    .flatMap((line) => {
      const record = JSON.parse(line) as Record<string, unknown> & {
        _aws: {
          CloudWatchMetrics: { Namespace: string; Dimensions: string[][]; Metrics: { Name: string; Unit: string }[] }[];
        };
      };
      return record._aws.CloudWatchMetrics.flatMap(({ Namespace, Dimensions, Metrics }) => {
        return Metrics.map(({ Name, Unit }) => ({
          namespace: Namespace,
          name: Name,
          unit: Unit,
          value: record[Name],
          dimensions: Object.fromEntries(Dimensions.flat().map((dimension) => [dimension, record[dimension]])),
        }));
      });
    });

/** The machinery, loaded anew so that it takes this environment. */
const newWorld = async (): Promise<World> => new (await import('../fakes/world.ts')).World();
const service = 'sluss-test';
const namespace = 'Sluss';

describe('what alarms stand on is written (infra/sluss-stack.ts), with these dimensions and no others', () => {
  it('Overdue: how late the clock is', async () => {
    const world = await newWorld();
    await world.started();
    world.pass(70);
    await world.clock();
    expect(metrics()).toContainEqual({
      namespace,
      name: 'Overdue',
      unit: 'Seconds',
      value: 10,
      dimensions: { service },
    });
  });

  it('UnknownStatus', async () => {
    const world = await newWorld();
    const flowId = await world.started();
    world.provider.answer = () => order({ Status: 'SomethingNew' });
    await world.poll(flowId);
    const dimensions = { service, provider: 'billecta' };
    expect(metrics()).toContainEqual({ namespace, name: 'UnknownStatus', unit: 'Count', value: 1, dimensions });
  });

  it('OutcomeUnknown: what moved money and was never heard of', async () => {
    const world = await newWorld();
    const { swishInvoicePayment } = await import('../../functions/billecta/swish-invoice-payment.ts');
    world.provider.answer = () => ({ PublicId: 'swish-1' });
    const request = { body: { invoiceId: '1234567890' }, idempotencyKey: 'order-7' };
    await world.start(request, swishInvoicePayment);
    world.pass(85_000);
    await world.clock();
    const dimensions = { service, provider: 'billecta' };
    expect(metrics()).toContainEqual({ namespace, name: 'OutcomeUnknown', unit: 'Count', value: 1, dimensions });
  });

  it('ProviderFault', async () => {
    const world = await newWorld();
    const flowId = await world.started();
    world.provider.answer = async () => {
      const errors = await import('../../shared/provider-error.ts');
      throw new errors.ProviderUnavailable('no answer');
    };
    await world.poll(flowId);
    const dimensions = { service, provider: 'billecta' };
    expect(metrics()).toContainEqual({ namespace, name: 'ProviderFault', unit: 'Count', value: 1, dimensions });
  });

  it('PaymentParked', async () => {
    const world = await newWorld();
    const { syncPayment } = await import('../../shared/sync.ts');
    const paymentId = 'cd'.repeat(16);
    const ours = { merchant: 'shop', payeeReference: 'OURS1', fingerprint: 'f', wantsTokens: false };
    await world.payments.create({ paymentId, provider: 'acme', createdAt: world.now, ...ours }, world.now);
    world.pass(3601);
    await syncPayment(
      { paymentId, watching: false },
      {
        store: world.payments,
        vault: { seal: () => Promise.reject(new Error('there is no token')) },
        read: () => Promise.resolve(undefined),
        publish: () => Promise.resolve([]),
        now: () => world.now,
      },
    );
    const dimensions = { service, provider: 'acme' };
    expect(metrics()).toContainEqual({ namespace, name: 'PaymentParked', unit: 'Count', value: 1, dimensions });
  });

  it('RequestFailed', async () => {
    const { httpApi } = await import('../../shared/http.ts');
    const { ProblemError } = await import('../../shared/problem.ts');
    const handle = () => Promise.reject(new ProblemError('provider-refused'));
    await call(httpApi([{ route: 'GET /v1/x', handle }]), 'GET /v1/x');
    const dimensions = { service, code: 'provider-refused' };
    expect(metrics()).toContainEqual({ namespace, name: 'RequestFailed', unit: 'Count', value: 1, dimensions });
  });

  it('SeatsRefused', async () => {
    const world = await newWorld();
    for (let seat = 0; seat < world.budget.seatCount; seat += 1) await world.budget.seat(`f${seat}`, world.now + 180);
    await rejection(world.budget.seat('late', world.now + 180));
    const dimensions = { service, provider: 'billecta' };
    expect(metrics()).toContainEqual({ namespace, name: 'SeatsRefused', unit: 'Count', value: 1, dimensions });
  });

  it('LookFailing, from the seventh fault in a row on', async () => {
    const { Watching } = await import('../fakes/watched.ts');
    const errors = await import('../../shared/provider-error.ts');
    const watching = await new Watching().begun();
    watching.shows = () => Promise.reject(new errors.ProviderUnavailable('no answer'));
    const failing = () => metrics().filter(({ name }) => name === 'LookFailing');
    for (let time = 0; time < 6; time += 1) await watching.look();
    expect(failing()).toEqual([]);
    await watching.look();
    const dimensions = { service, provider: 'billecta' };
    expect(failing()).toEqual([{ namespace, name: 'LookFailing', unit: 'Count', value: 1, dimensions }]);
  });
});

describe('and beside them', () => {
  it('RingUnmatched: rings that name nothing we watch', async () => {
    const world = await newWorld();
    const { ringEndpoint } = await import('../../shared/provider-rings.ts');
    const { callbackRoute, providerCallbackUrl } = await import('../../shared/callback-proof.ts');
    const { httpApi } = await import('../../shared/http.ts');
    const keys = { 1: 'a-mac-key-of-the-tests-0123456789' };
    const endpoint = ringEndpoint(
      'billecta',
      { namedIn: () => [], kinds: [] },
      {
        store: world.watched,
        keys: () => Promise.resolve(keys),
        machine: world.lookMachine('billecta'),
        authorization: () => Promise.resolve(undefined),
      },
    );
    const proof = providerCallbackUrl('', 'billecta', keys).split('/').at(-1)!;
    await call(httpApi([endpoint]), callbackRoute('billecta'), { parameters: { proof } });
    const dimensions = { service, provider: 'billecta' };
    expect(metrics()).toEqual([{ namespace, name: 'RingUnmatched', unit: 'Count', value: 1, dimensions }]);
  });

  it('CallbackFromElsewhere, and the address is not printed', async () => {
    const world = await newWorld();
    const { callbackEndpoint } = await import('../../shared/provider-callback.ts');
    const { callbackRoute, callbackUrl } = await import('../../shared/callback-proof.ts');
    const { httpApi } = await import('../../shared/http.ts');
    const keys = { 1: 'a-mac-key-of-the-tests-0123456789' };
    const endpoint = callbackEndpoint(
      { name: 'swedbank-pay' },
      {
        store: world.payments,
        keys: () => Promise.resolve(keys),
        machine: world.syncMachine('swedbank-pay'),
        sources: { addresses: ['20.91.170.120/29'], enforced: true },
      },
    );
    const ring = (sourceIp: string, proof = callbackUrl('', '', keys, 'cd'.repeat(16)).split('/').at(-1)!) =>
      call(httpApi([endpoint]), callbackRoute('swedbank-pay'), { sourceIp, parameters: { proof } });
    await ring('20.91.170.121');
    await ring('203.0.113.9', 'a wrong proof');
    expect(metrics()).toEqual([]);
    await ring('203.0.113.9');
    const dimensions = { service, provider: 'swedbank-pay' };
    expect(metrics()).toEqual([{ namespace, name: 'CallbackFromElsewhere', unit: 'Count', value: 1, dimensions }]);
    expect(printed).not.toMatch(/203\.0|20\.91/);
  });

  it('how flows end, and how often the budget refuses', async () => {
    const world = await newWorld();
    const flowId = await world.started();
    world.provider.answer = () => completeOrder();
    await world.poll(flowId);
    while (await world.budget.take('watched', 0));
    expect(metrics().map(({ name, dimensions }) => ({ name, dimensions }))).toEqual([
      { name: 'FlowEnded', dimensions: { service, flow: 'bankid-authentication', status: 'complete' } },
      { name: 'BudgetRefused', dimensions: { service, provider: 'billecta' } },
    ]);
  });
});

it('nothing that a person gave is printed, whatever happens to a flow', async () => {
  vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'DEBUG');
  const world = await newWorld();
  const body = { personalNumber: '198001139297' };
  for (const answer of [
    completeOrder(),
    order({ Status: 'New' }),
    order({ Status: 'Error', HintCode: 'userCancel' }),
  ]) {
    const flowId = await world.started(order(), { body, merchantReference: 'basket-7', idempotencyKey: 'login-1' });
    world.provider.answer = () => answer;
    await world.poll(flowId);
    world.provider.answer = () => {
      throw new ProviderUnavailable('198001139297');
    };
    await rejection(world.start({ body }));
    world.pass(3600);
    await world.clock();
  }
  expect(printed).toContain('FlowEnded');
  expect(printed).not.toMatch(/198001139297|Vera|Exempel|192\.0\.2\.7|basket-7|login-1|order-1|auto-1|c2lnbmF0dXJl/);
});
