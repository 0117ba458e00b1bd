import type { Agenda } from '../agenda.ts';
import type { Clock } from '../clock.ts';
import { controlRoutes } from '../control.ts';
import type { Post } from '../deliveries.ts';
import { faultQueue } from '../faults.ts';
import type { Route } from '../http.ts';
import { gated } from '../provider-routes.ts';
import { callStatistics } from '../statistics.ts';
import { apiRoutes } from './api.ts';
import { callbackSender } from './callbacks.ts';
import { empty, errorArray, errorCodes, complaint } from './errors.ts';
import type { Identifiers } from './identifiers.ts';
import { paymentControlRoutes } from './payment-control.ts';
import { paymentStore, type Payments } from './payments.ts';
import { phoneRoutes } from './phone-routes.ts';
import { refundStore, type Refunds } from './refunds.ts';
import { simulatorSettings, type Settings } from './settings.ts';
import { paymentObject, refundObject } from './views.ts';

interface ProviderOptions {
  clock: Clock;
  agenda: Agenda;
  identifiers: Identifiers;
  /** Sends the callbacks; their bodies are JSON texts. */
  post: Post;
  /** Where `Location` points to. */
  origin: () => string;
  /** Whether callbacks may go to this machine without TLS. */
  acceptsPlainCallbacks: boolean;
}

interface Provider {
  /** The merchant's API; each call has the number in its certificate as `client`. */
  api: Route[];
  /** The payer's phone and the control API. */
  control: Route[];
  payments: Payments;
  refunds: Refunds;
  settings: Settings;
}

/** The whole simulated Swish without a socket: `router(api)` answers calls inside the process. */
export function swishProvider(options: ProviderOptions): Provider {
  const { clock, agenda, identifiers, post, origin, acceptsPlainCallbacks } = options;
  const settings = simulatorSettings();
  const faults = faultQueue();
  const statistics = callStatistics();
  const callbacks = callbackSender(() => settings.values.callbacks, clock, agenda, post);
  const shared = { clock, agenda, identifiers, settings };
  const payments = paymentStore({
    ...shared,
    onEnd: (payment) => callbacks.ring(paymentObject(payment, settings.values.dateFormat)),
  });
  const refunds = refundStore({
    ...shared,
    onStep: (refund) => callbacks.ring(refundObject(refund, settings.values.dateFormat)),
  });
  const beforeAnswer = () => callbacks.beforeAnswer();
  const api = apiRoutes({ payments, refunds, settings, acceptsPlainCallbacks, origin, beforeAnswer });
  return {
    api: gated(api, { clock, authorized: (_, client) => isEnrolled(client), problem: trouble, faults, statistics }),
    control: [
      ...phoneRoutes(payments),
      ...paymentControlRoutes({ payments, refunds, settings, callbacks }),
      ...controlRoutes({
        provider: 'swish',
        clock,
        faults,
        statistics,
        advance: (seconds) => agenda.advance(seconds),
        clear() {
          for (const state of [agenda, payments, refunds, callbacks]) state.clear();
          settings.reset();
        },
      }),
    ],
    payments,
    refunds,
    settings,
  };
}

/** Every merchant's number begins so (swish.md 5); a certificate without one gets 401. */
const isEnrolled = (client: string | undefined) => client !== undefined && /^123\d{7}$/.test(client);

/** What a fault answers: nothing, or the error of the code that its `type` names. */
function trouble(status: number, _: string, type?: string) {
  const code = errorCodes.find((each) => each === type);
  return code ? errorArray(status, [complaint(code)]) : empty(status);
}
