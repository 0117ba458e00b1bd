import { vi } from 'vitest';
import { billecta } from '../../../functions/billecta/provider.ts';
import { startBillectaSimulator } from '../../../local/simulators/billecta/simulator.ts';
import { providerApi } from '../../../shared/provider-api.ts';
import { type Answer, call, FakeAws, keys } from '../../fakes/aws.ts';
import { access } from '../../fakes/world.ts';

interface Asked {
  readonly body?: unknown;
  readonly parameters?: Record<string, string>;
  readonly key?: string;
}

/** The API function of Billecta as it is deployed, before the simulator; time stands still until the test moves it. */
export const invoicing = async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-11-21T10:00:00Z') });
  const { secureToken, creditorPublicId } = access;
  const simulator = await startBillectaSimulator({ port: 0, secureToken, creditorPublicId });
  const aws = new FakeAws();
  aws.install();
  const settings = (more: object = {}) =>
    vi.stubEnv(
      'PROVIDER_SETTINGS',
      JSON.stringify({
        host: simulator.url,
        creditorPublicId,
        // Wide: how the budget is shared has tests of its own.
        rateLimits: { perTenSeconds: 11_000, perMinute: 61_000 },
        ...more,
      }),
    );
  settings();
  const handler = providerApi(billecta);
  const control = async (path: string, body: unknown): Promise<Record<string, unknown>> => {
    const response = await fetch(`${simulator.url}/_simulator/${path}`, { method: 'POST', body: JSON.stringify(body) });
    return (await response.json()) as Record<string, unknown>;
  };
  return {
    aws,
    url: simulator.url,
    control,
    /** One request of a merchant; `key` is its Idempotency-Key. */
    ask: (route: string, { body, parameters, key }: Asked = {}): Promise<Answer> =>
      call(handler, route, {
        key: keys.shop,
        ...(body === undefined ? {} : { body }),
        ...(parameters ? { parameters } : {}),
        ...(key === undefined ? {} : { headers: { 'idempotency-key': key } }),
      }),
    /** The next calls of this operation fail; with `committed` each has its effect first. */
    fail: (kind: string, operation: string, more: object = {}) =>
      control('faults', { kind, count: 1, operation, ...more }),
    /** How often the provider was called, by operation. */
    calls: async (): Promise<Record<string, number>> => {
      const response = await fetch(`${simulator.url}/_simulator/statistics`);
      return ((await response.json()) as { calls: Record<string, number> }).calls;
    },
    /** What the provider holds. */
    provider: async (path: string): Promise<unknown> => {
      const authorization = `SecureToken ${Buffer.from(secureToken).toString('base64')}`;
      return (await fetch(simulator.url + path, { headers: { authorization } })).json();
    },
    pass: (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1000),
    close: async () => {
      vi.useRealTimers();
      vi.restoreAllMocks();
      vi.unstubAllEnvs();
      await simulator.close();
    },
  };
};
export type Invoicing = Awaited<ReturnType<typeof invoicing>>;

export const debtor = {
  name: 'Vera Exempel',
  personalNumber: '198001139297',
  address: 'Provgatan 1',
  postcode: '123 45',
  city: 'Exempelstad',
  email: 'vera@example.com',
  phone: '0701740605',
};
export const product = { description: 'Soffa', unitPrice: 10_050, vat: 25 };
export const invoice = {
  merchantReference: 'order-7',
  debtor,
  invoiceDate: '2026-11-21',
  dueDate: '2026-12-21',
  delivery: 'email',
  rows: [{ description: 'Soffa, röd', quantity: 2, unitPrice: 10_050, vat: 25, product }],
};
