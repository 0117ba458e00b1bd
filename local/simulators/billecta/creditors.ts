import { json } from '../http.ts';
import type { ProviderRoute } from '../provider-routes.ts';

const contact = { FirstName: null, LastName: null, Email: null, Phone: null };

/** The creditors that the token sees (billecta.md 10.2, CreditorView): one, healthy. */
export const creditorRoutes = (creditorPublicId: string): ProviderRoute[] => [
  {
    method: 'GET',
    path: '/v1/creditors/creditors',
    operation: 'creditors.list',
    handle: () => json(200, [creditorView(creditorPublicId)]),
  },
];

const creditorView = (creditorPublicId: string) => ({
  CreditorPublicId: creditorPublicId,
  OrgNo: '555555-5555',
  Name: 'Exempelbolaget AB',
  CreditorBankInfo: null,
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
