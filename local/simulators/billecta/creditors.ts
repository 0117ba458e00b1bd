import * as z from 'zod';
import { controlBody } from '../control.ts';
import { json, type Route } from '../http.ts';
import type { ProviderRoute } from '../provider-routes.ts';
import { unknownCreditor } from './errors.ts';

const contact = { FirstName: null, LastName: null, Email: null, Phone: null };

/** What the control API may change in the creditor: any of its fields. */
const change = z.record(z.string(), z.unknown());

export interface SimulatedCreditor {
  readonly routes: ProviderRoute[];
  readonly control: Route;
  /** Makes it healthy again. */
  readonly clear: () => void;
}

/** The one creditor that the token sees (billecta.md 10.2, CreditorView); healthy, until the control API plants a fault. */
export const simulatedCreditor = (creditorPublicId: string): SimulatedCreditor => {
  const healthy = creditorView(creditorPublicId);
  let view: Record<string, unknown> = healthy;
  return {
    routes: [
      {
        method: 'GET',
        path: '/v1/creditors/creditors',
        operation: 'creditors.list',
        handle: () => json(200, [view]),
      },
      {
        method: 'GET',
        path: '/v1/creditors/creditor/{creditorPublicId}',
        operation: 'creditors.read',
        handle({ param }) {
          if (param('creditorPublicId') !== view['CreditorPublicId']) throw unknownCreditor();
          return json(200, view);
        },
      },
    ],
    control: {
      method: 'POST',
      path: '/_simulator/creditor',
      handle({ body }) {
        view = { ...view, ...controlBody(change, body) };
        return json(200, view);
      },
    },
    clear() {
      view = healthy;
    },
  };
};

const creditorView = (creditorPublicId: string) => ({
  CreditorPublicId: creditorPublicId,
  OrgNo: '555555-5555',
  Name: 'Exempelbolaget AB',
  CreditorBankInfo: {
    PaymentMethod: 'Bankgiro',
    BankgiroNo: '5555-5551',
    PaymentMethods: [
      {
        Priority: 1,
        PaymentMethod: 'Bankgiro',
        BankgiroNo: '5555-5551',
        PlusgiroNo: null,
        ClearingNo: null,
        AccountNo: null,
        IBAN: null,
        BIC: null,
        Verified: true,
      },
    ],
    CreditorOutgoingBankgiroes: [{ BankgiroNo: '5555-5551', IsActive: true, BankgiroApproved: true }],
    EInvoiceFUI: null,
    EInvoiceCUI: null,
  },
  Attention: null,
  CareOf: null,
  Address: 'Provgatan 1',
  Address2: null,
  ZipCode: '123 45',
  City: 'Exempelstad',
  CountryCode: 'SE',
  Phone: null,
  VatNumber: 'SE555555555501',
  Residence: 'Exempelstad',
  ApprovedCompanyTax: true,
  GiveAllUsersFullRightsOnCreditor: true,
  GLN: null,
  CreditorContact: contact,
  CreditorClaimsContact: contact,
  CreditorSignatoryContact: contact,
  CreditorInvoiceAddress: null,
  IsEnabled: true,
  NextInvoiceNumber: 1,
  LogoURL: null,
  UseCentRounding: true,
  UsesClientFundForInvoicing: false,
});
