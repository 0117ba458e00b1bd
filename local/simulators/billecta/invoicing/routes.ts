import type { Clock } from '../../clock.ts';
import type { ProviderRoute } from '../../provider-routes.ts';
import { debtorRoutes, debtorStore } from './debtors.ts';
import { invoiceRoutes, invoiceStore } from './invoices.ts';
import { kivraRoutes } from './kivra.ts';
import { productRoutes, productStore } from './products.ts';

/** All of invoicing, with the stores that its parts share. */
export function invoicing(creditorPublicId: string, clock: Clock): { routes: ProviderRoute[]; clear: () => void } {
  const stores = { debtors: debtorStore(), products: productStore(), invoices: invoiceStore() };
  const { debtors, products } = stores;
  const now = () => clock.now();
  return {
    routes: [
      ...debtorRoutes(creditorPublicId, debtors, now),
      ...productRoutes(creditorPublicId, products),
      ...invoiceRoutes(creditorPublicId, stores, now),
      ...kivraRoutes(debtors),
    ],
    clear() {
      for (const store of Object.values(stores)) store.clear();
    },
  };
}
