import * as z from 'zod';
import { json } from '../../http.ts';
import type { ProviderRoute } from '../../provider-routes.ts';
import { billectaError, unknownCreditor } from '../errors.ts';
import type { Approvals } from './approvals.ts';
import { viewStore, type View, type ViewStore } from './store.ts';
import { bodyOf, digitsOf, emptyReply, onlyOne, textOf } from './wire.ts';

/** What a DebtorView holds where it was not said, as .NET leaves it (billecta.md 1.1 and 6.2). */
const defaults: View = {
  DebtorExternalId: null,
  OrgNo: null,
  Attention: null,
  CareOf: null,
  Address: null,
  Address2: null,
  ZipCode: null,
  City: null,
  CountryCode: 'SE',
  Phone: null,
  Email: null,
  ContactName: null,
  ContactEmail: null,
  VatNumber: null,
  DebtorNo: null,
  GLN: null,
  IsActive: true,
  ProtectedIdentity: false,
  DebtorType: 'Undefined',
  EInvoiceBank: null,
  Notes: null,
  DefaultActionConfig: null,
  Autogiro: null,
  CreditCards: [],
};

export const debtorStore = (): ViewStore => viewStore('DebtorPublicId');

const ownConfig = z.looseObject({ ActivateDefaultActionConfigOverride: z.literal(true), DeliveryMethod: z.string() });

/** How invoices reach this debtor unless they say otherwise, where its own settings count (billecta.md 6.2). */
export const defaultDelivery = (debtor: View | undefined): string | undefined =>
  ownConfig.safeParse(debtor?.['DefaultActionConfig']).data?.DeliveryMethod;

/** Stores a new debtor with what it was said to have. @throws 400 without a name */
export function addDebtor(view: View, debtors: ViewStore, approvals: Approvals, now: number): string {
  if (textOf(view['Name']) === '') throw billectaError(400, 'A debtor needs a name');
  const id = debtors.add({ ...defaults, ...view, Created: new Date(now).toISOString() });
  approvals.take(id, null, now);
  return id;
}

export function debtorRoutes(
  creditorPublicId: string,
  debtors: ViewStore,
  approvals: Approvals,
  now: () => number,
): ProviderRoute[] {
  const found = (id: string): View => {
    const view = debtors.find(id);
    if (!view) throw billectaError(404, 'The debtor was not found');
    return view;
  };
  const ofCreditor = (id: string): void => {
    if (id !== creditorPublicId) throw unknownCreditor();
  };
  return [
    {
      method: 'POST',
      path: '/v1/debtors/debtor',
      operation: 'debtors.create',
      handle({ body }) {
        const view = bodyOf(body);
        ofCreditor(textOf(view['CreditorPublicId']));
        return json(200, { PublicId: addDebtor(view, debtors, approvals, now()) });
      },
    },
    {
      method: 'PUT',
      path: '/v1/debtors/debtor',
      operation: 'debtors.update',
      handle({ body }) {
        const view = bodyOf(body);
        const id = textOf(view['DebtorPublicId']);
        const before = found(id);
        if (textOf(view['Name']) === '') throw billectaError(400, 'A debtor needs a name');
        // It replaces: what is left out is gone (billecta.md 6.2, inferred).
        debtors.replace(id, { ...defaults, ...view, Created: before['Created'] });
        approvals.take(id, before, now());
        return emptyReply;
      },
    },
    {
      method: 'GET',
      path: '/v1/debtors/debtor/{debtorPublicId}',
      operation: 'debtors.read',
      handle: ({ param }) => json(200, found(param('debtorPublicId'))),
    },
    {
      method: 'DELETE',
      path: '/v1/debtors/debtor/{debtorPublicId}',
      operation: 'debtors.delete',
      handle({ param }) {
        found(param('debtorPublicId'));
        debtors.remove(param('debtorPublicId'));
        return emptyReply;
      },
    },
    {
      method: 'GET',
      path: '/v1/debtors/debtorbyexternalid/{creditorPublicId}',
      operation: 'debtors.by-external-id',
      handle({ param, query }) {
        ofCreditor(param('creditorPublicId'));
        return json(200, onlyOne(debtors, 'DebtorExternalId', query['externalid'], 'debtor'));
      },
    },
    {
      method: 'GET',
      path: '/v1/debtors/debtorsbyorgno/{creditorPublicId}',
      operation: 'debtors.by-number',
      handle({ param, query }) {
        ofCreditor(param('creditorPublicId'));
        const wanted = digitsOf(query['orgno']).slice(-10);
        const views = debtors.all().map(([, view]) => view);
        return json(
          200,
          views.filter((view) => wanted !== '' && digitsOf(view['OrgNo']).slice(-10) === wanted),
        );
      },
    },
  ];
}
