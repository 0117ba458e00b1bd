import * as z from 'zod';
import type { Provider } from '../../shared/provider.ts';
import { endAutogiroApproval, getAutogiroApproval } from './autogiro-approvals.ts';
import { autogiroDonor } from './autogiro-donor.ts';
import { bankAccountLookup } from './bank-account-lookup.ts';
import { bankIdAuthentication } from './bankid-authentication.ts';
import { bankIdSignature } from './bankid-signature.ts';
import { listBanks } from './banks.ts';
import { cardInvoicePayment } from './card-invoice-payment.ts';
import { cardRegistration } from './card-registration.ts';
import { listCards, removeCard } from './cards.ts';
import { billectaClient, type BillectaClient } from './client.ts';
import { createContract, getContract, pauseContract, resumeContract } from './contracts.ts';
import { createDebtor, createDebtors, getDebtor, searchDebtors, updateDebtor } from './debtors.ts';
import { listEInvoiceBanks } from './e-invoice-banks.ts';
import { creditInvoice, registerPayment } from './invoice-bookings.ts';
import { createInvoice } from './invoice-in-one.ts';
import { getInvoicePdf } from './invoice-pdf.ts';
import { attest, createDraft, deleteDraft, getInvoice } from './invoices.ts';
import { getKivraReachability } from './kivra.ts';
import { pathOverrides } from './paths.ts';
import { payWithSavedCard } from './saved-card-payments.ts';
import { createProduct, getProduct, searchProducts, updateProduct } from './products.ts';
import { namedInRing } from './rings.ts';
import { swishInvoicePayment } from './swish-invoice-payment.ts';
import { watchedApproval } from './watched-approval.ts';
import { watchedContract } from './watched-contract.ts';
import { watchedInvoice } from './watched-invoice.ts';

const settings = z.strictObject({
  host: z
    .url({ protocol: /^https?$/ })
    .meta({ description: 'Where Billecta answers, such as https://api.billecta.com' }),
  creditorPublicId: z.guid().meta({ description: 'The creditor in whose name orders are made' }),
  /** billecta.md 1.5: 100 in ten seconds and 600 a minute, unless agreed otherwise. */
  rateLimits: z.strictObject({ perTenSeconds: z.int().min(22), perMinute: z.int().min(122) }),
  /** Instead of paths that are inferred (paths.ts). */
  paths: pathOverrides.optional(),
});

/** The SecureToken, raw: it looks like base64 but is encoded once more for the header (billecta.md 1.3). */
const secret = z.strictObject({
  secureToken: z.string().min(1),
  /** What Billecta was told to send in the header Authorization of its webhooks; they are not signed (billecta.md 1.6). */
  webhookAuthorization: z.string().min(16).optional(),
});

export const billecta: Provider<BillectaClient, z.infer<typeof settings>, z.infer<typeof secret>> = {
  name: 'billecta',
  settings,
  secret,
  productionHosts: ['api.billecta.com'],
  hostsOf: ({ host }) => [new URL(host)],
  rateLimits: ({ rateLimits }) => rateLimits,
  connect: ({ host, creditorPublicId, paths }, { secureToken }, send) =>
    billectaClient(send, { host, creditorPublicId, secureToken, paths }),
  flows: [
    bankIdAuthentication,
    bankIdSignature,
    bankAccountLookup,
    swishInvoicePayment,
    cardInvoicePayment,
    cardRegistration,
    autogiroDonor,
  ],
  operations: [
    listBanks,
    listCards,
    removeCard,
    getDebtor,
    updateDebtor,
    searchDebtors,
    getProduct,
    updateProduct,
    searchProducts,
    getInvoice,
    getInvoicePdf,
    attest,
    deleteDraft,
    listEInvoiceBanks,
    getKivraReachability,
    getAutogiroApproval,
    endAutogiroApproval,
    getContract,
    pauseContract,
    resumeContract,
  ],
  creations: [
    createDebtor,
    createDebtors,
    createProduct,
    createInvoice,
    createDraft,
    creditInvoice,
    registerPayment,
    createContract,
    payWithSavedCard,
  ],
  watched: {
    kinds: [watchedInvoice, watchedApproval],
    makers: [watchedContract],
    namedIn: namedInRing,
    ringAuthorization: ({ webhookAuthorization }) => webhookAuthorization,
  },
};
