import * as z from 'zod';
import { unitPrice, vatRate } from '../../shared/vat.ts';
import { kronor, öreOf } from './amounts.ts';
import { articleNumber, line, text, unit } from './common.ts';
import { externalId } from './external-id.ts';
import { productType } from './vocabulary.ts';

const fields = z.strictObject({
  description: line,
  articleNumber: articleNumber.optional(),
  unit: unit.optional(),
  unitPrice,
  vat: vatRate,
  type: productType.taken.optional(),
  bookkeepingAccount: z
    .int()
    .min(1000)
    .max(9999)
    .optional()
    .meta({ description: 'Of the BAS chart', examples: [3001] }),
});

export const newProduct = fields.extend({ externalId: externalId.optional() }).meta({ id: 'NewProduct' });
export type NewProduct = z.infer<typeof newProduct>;

export const productChange = fields
  .partial()
  .extend({ externalId: externalId.optional(), isActive: z.boolean().optional() })
  .meta({ id: 'ProductChange' });
export type ProductChange = z.infer<typeof productChange>;

/** ProductView as written (billecta.md 6.3), of what is asked for: the price is in kronor, the VAT in per cent. */
export const writtenProduct = (asked: ProductChange) => ({
  ProductExternalId: asked.externalId,
  Description: asked.description,
  ArticleNumber: asked.articleNumber,
  Units: asked.unit,
  UnitPrice: asked.unitPrice === undefined ? undefined : kronor(asked.unitPrice),
  VAT: asked.vat,
  ProductType: asked.type === undefined ? undefined : productType.theirs[asked.type],
  BookKeepingAccount: asked.bookkeepingAccount,
  IsActive: asked.isActive,
});

/** ProductView as read. Demanded: the id, what it is, its price and its VAT. */
export const productView = z.looseObject({
  ProductPublicId: z.guid(),
  Description: z.string().nullable(),
  UnitPrice: z.number(),
  VAT: z.number(),
  ProductExternalId: text,
  ArticleNumber: text,
  Units: text,
  IsActive: z.boolean().nullish(),
  ProductType: productType.wire,
  BookKeepingAccount: z.int().nullish(),
});
export type ProductView = z.infer<typeof productView>;

const word = z.string().nullable();
export const productAnswer = z
  .strictObject({
    productId: z.guid(),
    externalId: word,
    description: word,
    articleNumber: word,
    unit: word,
    unitPrice: z.int().nullable().meta({ description: 'öre; null for a price that is no whole number of them' }),
    vat: z.number().meta({ description: 'Per cent' }),
    type: productType.given,
    bookkeepingAccount: z.int().nullable(),
    isActive: z.boolean().nullable(),
  })
  .meta({ id: 'Product' });

export const answerProduct = (view: ProductView): z.infer<typeof productAnswer> => ({
  productId: view.ProductPublicId,
  externalId: view.ProductExternalId,
  description: view.Description,
  articleNumber: view.ArticleNumber,
  unit: view.Units,
  unitPrice: öreOf(view.UnitPrice),
  vat: view.VAT,
  type: view.ProductType,
  bookkeepingAccount: view.BookKeepingAccount ?? null,
  isActive: view.IsActive ?? null,
});
