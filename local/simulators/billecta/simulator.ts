import { agendaOf } from '../agenda.ts';
import { simulatorClock } from '../clock.ts';
import { controlRoutes } from '../control.ts';
import { faultQueue } from '../faults.ts';
import { serve, type RunningSimulator } from '../http.ts';
import { gated } from '../provider-routes.ts';
import { slidingRateLimit } from '../rate-limit.ts';
import { callStatistics } from '../statistics.ts';
import { authenticationRoutes, authorizedBy } from './authentication.ts';
import { bankAccountRoutes, hasShownAccount } from './bank-accounts.ts';
import { bankIdRoutes } from './bankid.ts';
import { simulatedCreditor } from './creditors.ts';
import { cardIntents } from './card-intents.ts';
import { cardWindowRoutes } from './card-window.ts';
import { cardRoutes } from './cards.ts';
import { localCreditorPublicId, localSecureToken } from './defaults.ts';
import { billectaProblem } from './errors.ts';
import { invoicing } from './invoicing/routes.ts';
import { orderControlRoutes } from './order-control.ts';
import { orderStore } from './orders.ts';
import { swishControlRoutes, swishRoutes } from './swish.ts';
import { swishPayments } from './swish-payments.ts';
import { webhookOf } from './webhook.ts';

interface BillectaSimulatorOptions {
  /** 0 takes any free port. */
  port: number;
  secureToken?: string;
  creditorPublicId?: string;
  /** Milliseconds since 1970. With a time of one's own webhooks do not go out by themselves: the control API moves the clock. */
  now?: () => number;
}

/** Starts a provider on 127.0.0.1 that speaks Billecta's protocol under `/v1` and is controlled under `/_simulator`. */
export async function startBillectaSimulator({
  port,
  secureToken = localSecureToken,
  creditorPublicId = localCreditorPublicId,
  now,
}: BillectaSimulatorOptions): Promise<RunningSimulator> {
  const clock = simulatorClock(now ?? Date.now);
  const agenda = agendaOf(clock, now === undefined);
  const orders = orderStore(clock);
  const creditor = simulatedCreditor(creditorPublicId);
  const webhook = webhookOf(creditorPublicId, clock, agenda);
  const hasShown = hasShownAccount(orders, clock);
  const invoices = invoicing({ creditorPublicId, clock, agenda, webhook, hasShown });
  const swish = swishPayments(invoices.toPay, clock);
  const cards = cardIntents(invoices.debtors, clock);
  const faults = faultQueue();
  const statistics = callStatistics();
  // billecta.md 1.5, limits of reads
  const readLimit = slidingRateLimit([
    { calls: 100, seconds: 10 },
    { calls: 600, seconds: 60 },
  ]);
  const provider = gated(
    [
      ...authenticationRoutes(secureToken, clock),
      ...creditor.routes,
      ...bankIdRoutes(creditorPublicId, orders, clock),
      ...bankAccountRoutes(creditorPublicId, orders, clock),
      ...invoices.routes,
      ...swishRoutes(swish).map(invoices.inTime),
      ...cardRoutes(creditorPublicId, cards, invoices.toPay).map(invoices.inTime),
    ],
    { clock, authorized: authorizedBy(secureToken), problem: billectaProblem, readLimit, faults, statistics },
  );
  const clear = () => {
    for (const stored of [agenda, orders, creditor, webhook, invoices, swish, cards]) stored.clear();
  };
  const advance = (seconds: number) => agenda.advance(seconds);
  const control = [
    ...controlRoutes({ provider: 'billecta', clock, faults, readLimit, statistics, advance, clear }),
    ...orderControlRoutes(orders, clock),
    creditor.control,
    ...swishControlRoutes(swish).map(invoices.inTime),
    ...cardWindowRoutes(cards).map(invoices.inTime),
    ...invoices.control,
    ...webhook.control,
  ];
  const running = await serve([...provider, ...control], port);
  return {
    url: running.url,
    close() {
      agenda.clear();
      return running.close();
    },
  };
}
