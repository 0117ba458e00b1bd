import * as z from 'zod';
import { organisationNumber } from '../../shared/organisation-number.ts';
import { personalNumber } from '../../shared/personal-number.ts';
import { flag, text } from './common.ts';
import { dayOf } from './days.ts';
import { eInvoiceBankNumbers } from './e-invoice-banks.ts';
import { approvalStage, delivery, language } from './vocabulary.ts';
import { named } from './wire.ts';

const autogiroView = z.looseObject({
  Active: flag,
  Stage: approvalStage.wire,
  ClearingNo: text,
  AccountNo: text,
  PaymentServiceSupplier: text,
  PayerNumber: text,
  AutogiroFirstWithdrawalDate: dayOf,
});

/**
 * DebtorView as read (billecta.md 6.2): what we answer with, and nothing else of it. Demanded: the id, the name and the
 * number, whatever they hold; what else goes missing is null.
 */
export const debtorView = z.looseObject({
  DebtorPublicId: z.guid(),
  Name: z.string().nullable(),
  OrgNo: z.string().nullable(),
  DebtorExternalId: text,
  DebtorType: named({ 0: 'Private', 1: 'Company', 2: 'Undefined' }).nullish(),
  Attention: text,
  CareOf: text,
  Address: text,
  Address2: text,
  ZipCode: text,
  City: text,
  CountryCode: text,
  Phone: text,
  Email: text,
  ContactName: text,
  ContactEmail: text,
  IsActive: z.boolean().nullish(),
  EInvoiceBank: named(eInvoiceBankNumbers).nullish(),
  DefaultActionConfig: z.looseObject({ DeliveryMethod: delivery.wire, CommunicationLanguage: language.wire }).nullish(),
  Autogiro: autogiroView.nullish(),
});
export type DebtorView = z.infer<typeof debtorView>;

const word = z.string().nullable();

export const autogiroAnswer = z
  .strictObject({
    isActive: z.boolean(),
    stage: approvalStage.given.meta({ description: 'Withdrawals begin when it is `approved`, some bank days later' }),
    clearingNumber: word,
    accountNumber: word,
    bank: word,
    payerNumber: word,
    firstWithdrawal: word.meta({ description: 'A day, once the bank has said so' }),
  })
  .meta({ id: 'AutogiroApproval' });

export const debtorAnswer = z
  .strictObject({
    debtorId: z.guid(),
    externalId: word,
    kind: z.enum(['private', 'company']).nullable(),
    personalNumber: word,
    organisationNumber: word,
    name: word,
    attention: word,
    careOf: word,
    address: word,
    address2: word,
    postcode: word,
    city: word,
    country: word,
    phone: word,
    email: word,
    contactName: word,
    contactEmail: word,
    isActive: z.boolean().nullable(),
    delivery: delivery.given.meta({ description: 'Null where the creditor’s own default goes' }),
    language: language.given,
    eInvoiceBank: word,
    autogiro: autogiroAnswer.nullable(),
  })
  .meta({ id: 'Debtor' });

/** A person's and an organisation's number share one field, with or without a hyphen (billecta.md 6.2). */
const identity = (number: string, type: string | null | undefined) => {
  const organisation = organisationNumber.safeParse(number);
  if (organisation.success)
    return { kind: 'company', personalNumber: null, organisationNumber: organisation.data } as const;
  const person = personalNumber.safeParse(number);
  const kind = type === 'Company' ? ('company' as const) : type === 'Private' ? ('private' as const) : null;
  return {
    kind: person.success ? (kind ?? 'private') : kind,
    personalNumber: person.data ?? null,
    organisationNumber: null,
  };
};

export const answerAutogiro = (view: NonNullable<DebtorView['Autogiro']>): z.infer<typeof autogiroAnswer> => ({
  isActive: view.Active,
  stage: view.Stage,
  clearingNumber: view.ClearingNo,
  accountNumber: view.AccountNo,
  bank: view.PaymentServiceSupplier,
  payerNumber: view.PayerNumber,
  firstWithdrawal: view.AutogiroFirstWithdrawalDate,
});

export const answerDebtor = (view: DebtorView): z.infer<typeof debtorAnswer> => ({
  debtorId: view.DebtorPublicId,
  externalId: view.DebtorExternalId,
  ...identity(view.OrgNo ?? '', view.DebtorType),
  name: view.Name,
  attention: view.Attention,
  careOf: view.CareOf,
  address: view.Address,
  address2: view.Address2,
  postcode: view.ZipCode,
  city: view.City,
  country: view.CountryCode,
  phone: view.Phone,
  email: view.Email,
  contactName: view.ContactName,
  contactEmail: view.ContactEmail,
  isActive: view.IsActive ?? null,
  delivery: view.DefaultActionConfig?.DeliveryMethod ?? null,
  language: view.DefaultActionConfig?.CommunicationLanguage ?? null,
  eInvoiceBank: view.EInvoiceBank === 'Unknown' ? null : (view.EInvoiceBank ?? null),
  autogiro: view.Autogiro ? answerAutogiro(view.Autogiro) : null,
});
