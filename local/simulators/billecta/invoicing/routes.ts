import type { Agenda } from '../../agenda.ts';
import type { Clock } from '../../clock.ts';
import type { Route } from '../../http.ts';
import type { ProviderRoute } from '../../provider-routes.ts';
import type { Webhook } from '../webhook.ts';
import { announcing } from './announcements.ts';
import { approvalsOf, type HasShown } from './approvals.ts';
import { contractInvoices } from './contracts.ts';
import { invoicingControlRoutes } from './control.ts';
import { addDebtor, debtorRoutes, debtorStore } from './debtors.ts';
import { deliveryControl } from './deliveries.ts';
import { invoiceCourse } from './invoice-course.ts';
import { invoiceRoutes, invoiceStore } from './invoices.ts';
import { kivraRoutes } from './kivra.ts';
import { monthlyAutogiroRoute } from './monthly-autogiro.ts';
import { type ToPay, toPayAmong } from './payable.ts';
import { productRoutes, productStore } from './products.ts';
import type { ViewStore } from './store.ts';
import { timeline } from './timeline.ts';

interface Surroundings {
  creditorPublicId: string;
  clock: Clock;
  agenda: Agenda;
  webhook: Webhook;
  hasShown: HasShown;
}

/** With what other parts of the provider have to do with it: what is paid, and by whom. */
interface Invoicing {
  routes: ProviderRoute[];
  control: Route[];
  toPay: ToPay;
  debtors: ViewStore;
  /** Lets what is due happen before a route looks, and what it brings after. */
  inTime: <T extends Route>(route: T) => T;
  clear: () => void;
}

/** All of invoicing, with the stores that its parts share. */
export function invoicing({ creditorPublicId, clock, agenda, webhook, hasShown }: Surroundings): Invoicing {
  const now = () => clock.now();
  const debtors = debtorStore();
  const stores = {
    debtors,
    products: productStore(),
    invoices: invoiceStore(debtors, announcing(debtors, webhook.tell)),
  };
  const { products, invoices } = stores;
  const approvals = approvalsOf(debtors, hasShown, (event, debtor, at) =>
    webhook.tell(event, String(debtor['DebtorPublicId']), debtor, at),
  );
  const contracts = contractInvoices(creditorPublicId, stores, now);
  const course = invoiceCourse(invoices, debtors, approvals);
  const time = timeline([approvals, contracts, course], clock, agenda);
  // Time passes while nobody asks, so what it brought is made up for at the next call, and what that brings is planned.
  const inTime = <T extends Route>(route: T): T => ({
    ...route,
    async handle(request) {
      time.catchUp();
      try {
        return await route.handle(request);
      } finally {
        time.catchUp();
        await webhook.beforeAnswer();
      }
    },
  });
  return {
    routes: [
      ...debtorRoutes(creditorPublicId, debtors, approvals, now),
      ...productRoutes(creditorPublicId, products),
      ...invoiceRoutes(creditorPublicId, stores, now),
      ...kivraRoutes(debtors),
      ...contracts.routes,
      monthlyAutogiroRoute(creditorPublicId, {
        addDebtor: (view) => addDebtor(view, debtors, approvals, now()),
        addContract: (view) => contracts.add(view),
      }),
    ].map(inTime),
    toPay: toPayAmong(invoices, now),
    debtors,
    inTime,
    control: [
      ...invoicingControlRoutes({ debtors, invoices, contracts, approvals, course, now }),
      deliveryControl(stores),
    ].map(inTime),
    clear() {
      for (const each of [...Object.values(stores), approvals, contracts, course, time]) each.clear();
    },
  };
}
