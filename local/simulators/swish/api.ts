import { Refused, type Reply, type SimulatorRequest } from '../http.ts';
import type { ProviderRoute } from '../provider-routes.ts';
import { empty } from './errors.ts';
import { paymentApi } from './payment-api.ts';
import type { Payments } from './payments.ts';
import { refundApi } from './refund-api.ts';
import type { Refunds } from './refunds.ts';
import type { Settings } from './settings.ts';

export interface Provider {
  payments: Payments;
  refunds: Refunds;
  settings: Settings;
  /** Whether callbacks may go to this machine without TLS. */
  acceptsPlainCallbacks: boolean;
  /** Where `Location` points; known once the server listens. */
  origin: () => string;
  /** Waits for what must reach the merchant before the answer does. */
  beforeAnswer: () => Promise<void>;
}

/** `base` is everything before the path of `Location`. */
type Act = (request: SimulatorRequest, base: string) => Reply;

/** Every path is there with Swish's prefix and without (swish.md 2, 19). */
const prefixes = ['', '/swish-cpcapi'];

/** The merchant's API (swish.md 3). */
export function apiRoutes(provider: Provider): ProviderRoute[] {
  const { origin, beforeAnswer } = provider;
  const payments = paymentApi(provider);
  const refunds = refundApi(provider);
  const route = (method: ProviderRoute['method'], path: string, operation: string, act: Act): ProviderRoute[] =>
    prefixes.map((prefix) => ({
      method,
      path: `${prefix}/api/${path}`,
      operation,
      async handle(request) {
        const reply = act(request, `${origin()}${prefix}/api`);
        await beforeAnswer();
        return reply;
      },
    }));
  const get: Act = (request) => payments.get(request);
  return [
    ...route('POST', 'v1/paymentrequests', 'payments.create', (request, base) => payments.create(request, base)),
    ...route('PUT', 'v2/paymentrequests/{id}', 'payments.create', (request, base) =>
      payments.create(request, base, instructionUuid(request)),
    ),
    ...route('GET', 'v1/paymentrequests/{id}', 'payments.get', get),
    // As the seed prints it.
    ...route('GET', 'v1/payment-requests/{id}', 'payments.get', get),
    ...route('PATCH', 'v1/paymentrequests/{id}', 'payments.cancel', (request) => payments.cancel(request)),
    ...route('POST', 'v1/refunds', 'refunds.create', (request, base) => refunds.create(request, base)),
    ...route('PUT', 'v2/refunds/{id}', 'refunds.create', (request, base) =>
      refunds.create(request, base, instructionUuid(request)),
    ),
    ...route('GET', 'v1/refunds/{id}', 'refunds.get', (request) => refunds.get(request)),
  ];
}

/** The id that the caller chose (swish.md 3); what another form is answered is not documented. */
function instructionUuid(request: SimulatorRequest): string {
  const id = request.param('id');
  if (!/^[0-9A-F]{32}$/.test(id)) throw new Refused(empty(400));
  return id;
}
