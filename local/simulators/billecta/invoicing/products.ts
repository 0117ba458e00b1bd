import { json } from '../../http.ts';
import type { ProviderRoute } from '../../provider-routes.ts';
import { billectaError, unknownCreditor } from '../errors.ts';
import { viewStore, type View, type ViewStore } from './store.ts';
import { bodyOf, emptyReply, onlyOne, textOf } from './wire.ts';

const defaults: View = {
  ArticleNumber: null,
  ProductExternalId: null,
  Description: null,
  Units: null,
  IsActive: true,
  UnitPrice: 0,
  VAT: 0,
  BookKeepingAccount: null,
  ProductType: 'Service',
};

export const productStore = (): ViewStore => viewStore('ProductPublicId');

/** Products (billecta.md 6.3): a template for rows, with the price in kronor. */
export function productRoutes(creditorPublicId: string, products: ViewStore): ProviderRoute[] {
  const found = (id: string): View => {
    const view = products.find(id);
    if (!view) throw billectaError(404, 'The product was not found');
    return view;
  };
  return [
    {
      method: 'POST',
      path: '/v1/products/product',
      operation: 'products.create',
      handle({ body }) {
        const view = bodyOf(body);
        if (textOf(view['CreditorPublicId']) !== creditorPublicId) throw unknownCreditor();
        if (textOf(view['Description']) === '') throw billectaError(400, 'A product needs a description');
        return json(200, { PublicId: products.add({ ...defaults, ...view }) });
      },
    },
    {
      method: 'PUT',
      path: '/v1/products/product',
      operation: 'products.update',
      handle({ body }) {
        const view = bodyOf(body);
        const id = textOf(view['ProductPublicId']);
        found(id);
        products.replace(id, { ...defaults, ...view });
        return emptyReply;
      },
    },
    {
      method: 'GET',
      path: '/v1/products/product/{productPublicId}',
      operation: 'products.read',
      handle: ({ param }) => json(200, found(param('productPublicId'))),
    },
    {
      method: 'GET',
      path: '/v1/products/productbyexternalid/{creditorPublicId}',
      operation: 'products.by-external-id',
      handle({ param, query }) {
        if (param('creditorPublicId') !== creditorPublicId) throw unknownCreditor();
        return json(200, onlyOne(products, 'ProductExternalId', query['externalid'], 'product'));
      },
    },
  ];
}
