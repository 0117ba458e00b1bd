import type { Clock } from '../../clock.ts';
import type { ProviderRoute } from '../../provider-routes.ts';
import { contractInvoices } from './contracts.ts';
import { debtorRoutes, debtorStore } from './debtors.ts';
import { invoiceRoutes, invoiceStore } from './invoices.ts';
import { kivraRoutes } from './kivra.ts';
import { productRoutes, productStore } from './products.ts';

/** All of invoicing, with the stores that its parts share. */
export function invoicing(creditorPublicId: string, clock: Clock): { routes: ProviderRoute[]; clear: () => void } {
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
    clear() {
      for (const store of [...Object.values(stores), contracts]) store.clear();
    },
  };
}
