import * as z from 'zod';
import { nothing, type Attempt, type Creation, type Operation } from '../../shared/operation.ts';
import type { BillectaClient } from './client.ts';
import { type Connect, created, empty, unlessMissing } from './common.ts';
import { externalId, makeOnce, type Naming } from './external-id.ts';
import {
  answerProduct,
  type NewProduct,
  newProduct,
  productAnswer,
  type ProductChange,
  productChange,
  productView,
  writtenProduct,
} from './product-wire.ts';

const parameters = z.strictObject({ productId: z.guid() });
type Parameters = z.infer<typeof parameters>;
type Product = z.infer<typeof productAnswer>;

const productPath = (productId: string): string => `/v1/products/product/${encodeURIComponent(productId)}`;

const byExternalId = (client: BillectaClient, id: string) => {
  const query = new URLSearchParams({ externalid: id });
  const path = `/v1/products/productbyexternalid/${client.creditorPublicId}?${query.toString()}`;
  return unlessMissing(client.get('products.by-external-id', path, productView));
};

/** Makes a product once; it is active from then on. */
export const makeProduct = (connect: Connect, attempt: Attempt, asked: NewProduct, naming: Naming): Promise<string> =>
  makeOnce(attempt, {
    ...naming,
    externalId: asked.externalId,
    find: async (id) => (await byExternalId(await connect(), id))?.ProductPublicId,
    make: async (id) => {
      const client = await connect();
      const view = {
        CreditorPublicId: client.creditorPublicId,
        ...writtenProduct({ type: 'service', ...asked, externalId: id, isActive: true }),
      };
      return (await client.post('products.create', '/v1/products/product', view, created)).PublicId;
    },
  });

const createdProduct = z.strictObject({ productId: z.string() }).meta({ id: 'CreatedProduct' });

export const createProduct: Creation<BillectaClient, NewProduct, z.infer<typeof createdProduct>> = {
  name: 'create-product',
  route: 'POST /v1/billecta/products',
  summary: 'Create a product: what stands on the rows of invoices',
  needsKey: false,
  request: newProduct,
  answer: createdProduct,
  create: async (client, request, attempt) => ({
    productId: await makeProduct(client, attempt, request, { step: 'productId', takesExisting: false }),
  }),
};

export const getProduct: Operation<BillectaClient, object, Product, Parameters> = {
  name: 'read-product',
  route: 'GET /v1/billecta/products/{productId}',
  summary: 'Read a product',
  parameters,
  request: nothing,
  answer: productAnswer,
  call: async (client, _, { productId }) =>
    answerProduct(await (await client()).get('products.read', productPath(productId), productView)),
};

/** PUT replaces, as with debtors (billecta.md 6.2): the whole view goes back. */
export const updateProduct: Operation<BillectaClient, ProductChange, Product, Parameters> = {
  name: 'update-product',
  route: 'PUT /v1/billecta/products/{productId}',
  summary: 'Change a product; what is left out stays as it is',
  parameters,
  request: productChange,
  answer: productAnswer,
  call: async (connect, change, { productId }, alone) => {
    const client = await connect();
    await alone({ kind: 'product', id: productId }, async () => {
      const before = await client.get('products.read', productPath(productId), z.looseObject({}));
      const changes = Object.entries(writtenProduct(change)).filter(([, value]) => value !== undefined);
      const view = {
        ...before,
        ...Object.fromEntries(changes),
        CreditorPublicId: client.creditorPublicId,
        ProductPublicId: productId,
      };
      await client.put('products.update', '/v1/products/product', view, empty);
    });
    return answerProduct(await client.get('products.read', productPath(productId), productView));
  },
};

const search = z.strictObject({ externalId }).meta({ id: 'ProductSearch' });
const found = z.strictObject({ products: z.array(productAnswer) }).meta({ id: 'Products' });

export const searchProducts: Operation<BillectaClient, z.infer<typeof search>, z.infer<typeof found>> = {
  name: 'search-products',
  route: 'POST /v1/billecta/products/searches',
  summary: 'Find a product by external id',
  request: search,
  answer: found,
  call: async (client, asked) => {
    const product = await byExternalId(await client(), asked.externalId);
    return { products: product ? [answerProduct(product)] : [] };
  },
};
