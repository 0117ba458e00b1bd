import * as z from 'zod';
import { accountNumber, clearingNumber } from '../../shared/bank-account-number.ts';
import { organisationNumber } from '../../shared/organisation-number.ts';
import { personalNumber } from '../../shared/personal-number.ts';
import { postcode } from '../../shared/postcode.ts';
import { line } from './common.ts';
import { eInvoiceBank } from './e-invoice-banks.ts';
import { externalId } from './external-id.ts';
import { delivery, language } from './vocabulary.ts';

const autogiroAccount = z.strictObject({
  clearingNumber,
  accountNumber,
  bank: z
    .string()
    .regex(/^[A-Z]{2,10}$/)
    .meta({ description: "The bank's code, as from a bank-account lookup", examples: ['SEB'] }),
});

const email = z.email().max(200);
const phone = z.string().regex(/^\+?[\d -]{6,20}$/, 'must be a phone number');

type Account = z.infer<typeof autogiroAccount>;

/** How a person in Sweden is reached. */
export const contact = {
  email: email.optional(),
  phone: phone.optional(),
  address: line.optional(),
  postcode: postcode.optional(),
  city: line.optional(),
};

/** What a debtor is told apart by and reached at; all may be changed later. */
const fields = z.strictObject({
  name: line,
  personalNumber: personalNumber.optional(),
  organisationNumber: organisationNumber.optional(),
  attention: line.optional(),
  careOf: line.optional(),
  address: line.optional(),
  address2: line.optional(),
  postcode: z
    .string()
    .min(1)
    .max(16)
    .optional()
    .meta({ description: '5 digits in Sweden', examples: ['12345'] }),
  city: line.optional(),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'must be a country code of two capitals')
    .optional()
    .meta({ description: 'ISO 3166-1 alpha-2; SE where it is left out at a creation', examples: ['SE'] }),
  phone: phone.optional(),
  email: email.optional(),
  contactName: line.optional(),
  contactEmail: email.optional(),
  delivery: delivery.taken
    .optional()
    .meta({ description: 'How invoices reach this debtor, unless they say otherwise' }),
  language: language.taken.optional(),
  eInvoiceBank: eInvoiceBank.optional(),
  autogiro: autogiroAccount.optional().meta({ description: 'The account of an approval that the person has given' }),
});

type Fields = z.infer<typeof fields>;

const oneIdentity = ({ personalNumber: person, organisationNumber: organisation }: Partial<Fields>): boolean =>
  person === undefined || organisation === undefined;
const oneIdentityError = { error: 'only one of personalNumber and organisationNumber', path: ['organisationNumber'] };

/** Elsewhere postcodes have forms of their own. */
const postcodeFits = ({ postcode: code, country = 'SE' }: Partial<Fields>): boolean =>
  code === undefined || country !== 'SE' || postcode.safeParse(code).success;
const postcodeError = { error: 'must be a postcode of 5 digits', path: ['postcode'] };

export const newDebtor = fields
  .extend({ externalId: externalId.optional() })
  .refine(oneIdentity, oneIdentityError)
  .refine(postcodeFits, postcodeError);
export type NewDebtor = z.infer<typeof newDebtor>;

export const debtorChange = fields
  .partial()
  .extend({ externalId: externalId.optional(), isActive: z.boolean().optional() })
  .refine(oneIdentity, oneIdentityError)
  .refine(postcodeFits, postcodeError);
export type DebtorChange = z.infer<typeof debtorChange>;

/** Undefined parts are left out of the JSON, so that a change touches nothing else. */
const identity = ({ personalNumber: person, organisationNumber: organisation }: DebtorChange) => {
  if (person !== undefined) return { OrgNo: person, DebtorType: 'Private' };
  if (organisation === undefined) return {};
  return { OrgNo: `${organisation.slice(0, 6)}-${organisation.slice(6)}`, DebtorType: 'Company' };
};

/** DebtorView as written (billecta.md 6.2 and 9), of what is asked for. */
export const debtorView = (asked: DebtorChange) => ({
  ...identity(asked),
  DebtorExternalId: asked.externalId,
  Name: asked.name,
  Attention: asked.attention,
  CareOf: asked.careOf,
  Address: asked.address,
  Address2: asked.address2,
  ZipCode: postcode.safeParse(asked.postcode).data ?? asked.postcode,
  City: asked.city,
  CountryCode: asked.country,
  Phone: asked.phone,
  Email: asked.email,
  ContactName: asked.contactName,
  ContactEmail: asked.contactEmail,
  IsActive: asked.isActive,
  EInvoiceBank: asked.eInvoiceBank,
  ...(asked.autogiro === undefined
    ? {}
    : {
        Autogiro: approvalView(asked.autogiro),
      }),
});

/** DebtorAutogiroView as written (billecta.md 9). */
export const approvalView = ({ clearingNumber: ClearingNo, accountNumber: AccountNo, bank }: Account) => ({
  Active: true,
  ClearingNo,
  AccountNo,
  PaymentServiceSupplier: bank,
});

/** DebtorDefaultActionConfigView: how invoices reach the debtor when they do not say (billecta.md 6.2 and 7). */
export const defaultsView = ({ delivery: method, language: spoken }: DebtorChange) => ({
  ActivateDefaultActionConfigOverride: method === undefined && spoken === undefined ? undefined : true,
  DeliveryMethod: method === undefined ? undefined : delivery.theirs[method],
  CommunicationLanguage: spoken === undefined ? undefined : language.theirs[spoken],
});
