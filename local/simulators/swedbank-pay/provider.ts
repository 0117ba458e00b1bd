import { agendaOf, type Agenda } from '../agenda.ts';
import { simulatorClock } from '../clock.ts';
import { controlRoutes } from '../control.ts';
import type { Post } from '../deliveries.ts';
import { faultQueue } from '../faults.ts';
import type { Route } from '../http.ts';
import { gated } from '../provider-routes.ts';
import { callStatistics } from '../statistics.ts';
import { apiRoutes } from './api.ts';
import { callbackSender } from './callbacks.ts';
import { happenings } from './happenings.ts';
import { hostedRoutes } from './hosted-routes.ts';
import type { Identifiers } from './identifiers.ts';
import { payerActions } from './payer.ts';
import { paymentControlRoutes } from './payment-control.ts';
import { trouble } from './refusals.ts';
import { simulatorSettings } from './settings.ts';
import { paymentStore, type PaymentStore } from './store.ts';

interface ProviderOptions {
  token: string;
  payeeId: string;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Whether real timers do what comes due; else only `agenda.advance` does. */
  inRealTime: boolean;
  callbackDelaySeconds: number;
  identifiers: Identifiers;
  /** Sends the callbacks. */
  post: Post;
  /** Where answers point to. */
  origin: () => string;
}

interface Provider {
  /** The API, the payer's pages and the control API. */
  routes: Route[];
  store: PaymentStore;
  agenda: Agenda;
}

/** The whole simulated provider without a socket: `router(routes)` answers calls inside the process. */
export function swedbankPayProvider(options: ProviderOptions): Provider {
  const { token, payeeId, now, inRealTime, callbackDelaySeconds, identifiers, post, origin } = options;
  const clock = simulatorClock(now);
  const agenda = agendaOf(clock, inRealTime);
  const settings = simulatorSettings(callbackDelaySeconds);
  const faults = faultQueue();
  const statistics = callStatistics();
  const callbacks = callbackSender(() => settings.values.callbacks, clock, agenda, post);
  const store = paymentStore({
    now: () => clock.now(),
    identifiers,
    payeeId,
    attemptLimit: () => settings.values.attemptLimit,
    onTransaction: (payment, transaction) => callbacks.ring(payment, transaction),
  });
  const work = happenings(store, settings, agenda);
  const payer = payerActions(store, settings, work);
  const beforeAnswer = () => callbacks.beforeAnswer();

  const api = gated(apiRoutes({ store, settings, happenings: work, origin, beforeAnswer }), {
    clock,
    authorized: ({ authorization }) => authorization === `Bearer ${token}`,
    problem: trouble,
    faults,
    statistics,
  });
  const control = controlRoutes({
    provider: 'swedbank-pay',
    clock,
    faults,
    statistics,
    advance: (seconds) => agenda.advance(seconds),
    clear() {
      for (const state of [agenda, store, callbacks]) state.clear();
      settings.reset();
    },
  });
  return {
    routes: [
      ...api,
      ...hostedRoutes({ store, payer, beforeAnswer }),
      ...paymentControlRoutes({ store, payer, settings, callbacks, origin }),
      ...control,
    ],
    store,
    agenda,
  };
}
