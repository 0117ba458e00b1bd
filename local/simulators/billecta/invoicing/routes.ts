import type { Clock } from '../../clock.ts';
import type { ProviderRoute } from '../../provider-routes.ts';
import { contractInvoices } from './contracts.ts';
import { debtorRoutes, debtorStore } from './debtors.ts';
import { invoiceRoutes, invoiceStore } from './invoices.ts';
import { kivraRoutes } from './kivra.ts';
import { type ToPay, toPayAmong } from './payable.ts';
import { productRoutes, productStore } from './products.ts';
import type { ViewStore } from './store.ts';

/** What other parts of the provider have to do with invoicing. */
interface Invoicing {
  readonly routes: ProviderRoute[];
  readonly toPay: ToPay;
  readonly debtors: ViewStore;
  clear(): void;
}

/** All of invoicing, with the stores that its parts share. */
export function invoicing(creditorPublicId: string, clock: Clock): Invoicing {
  const stores = { debtors: debtorStore(), products: productStore(), invoices: invoiceStore() };
  const { debtors, products } = stores;
  const now = () => clock.now();
  const contracts = contractInvoices(creditorPublicId, stores, now);
  // Nights pass while nobody asks, so what they brought is made up for at the next call.
  const afterTheNights = (route: ProviderRoute): ProviderRoute => ({
    ...route,
    handle(request) {
      contracts.catchUp();
      return route.handle(request);
    },
  });
  return {
    routes: [
      ...debtorRoutes(creditorPublicId, debtors, now),
      ...productRoutes(creditorPublicId, products),
      ...invoiceRoutes(creditorPublicId, stores, now),
      ...kivraRoutes(debtors),
      ...contracts.routes,
    ].map(afterTheNights),
    toPay: toPayAmong(stores.invoices, now),
    debtors,
    clear() {
      for (const store of [...Object.values(stores), contracts]) store.clear();
    },
  };
}
