import * as z from 'zod';
import type { Alone } from '../../shared/change-lease.ts';
import type { Attempt } from '../../shared/operation.ts';
import { approvalAfter, type ApprovalView } from './approval-change.ts';
import type { BillectaClient } from './client.ts';
import { type Connect, created, empty, unlessMissing } from './common.ts';
import { type DebtorView, debtorView as readView } from './debtor-answer.ts';
import { type DebtorChange, debtorView, defaultsView, type NewDebtor } from './debtor-request.ts';
import { makeOnce, type Naming } from './external-id.ts';

const debtorPath = (debtorId: string): string => `/v1/debtors/debtor/${encodeURIComponent(debtorId)}`;

export const readDebtor = (client: BillectaClient, debtorId: string): Promise<DebtorView> =>
  client.get('debtors.read', debtorPath(debtorId), readView);

/** Undefined when there is none. Several of one external id are a 400 (billecta.md 1.4). */
export const debtorByExternalId = (client: BillectaClient, id: string): Promise<DebtorView | undefined> => {
  const query = new URLSearchParams({ externalid: id });
  const path = `/v1/debtors/debtorbyexternalid/${client.creditorPublicId}?${query.toString()}`;
  return unlessMissing(client.get('debtors.by-external-id', path, readView));
};

/** Both kinds of number stand in the query string at Billecta: this URL is never logged. */
export const debtorsByNumber = (client: BillectaClient, number: string): Promise<DebtorView[]> => {
  const query = new URLSearchParams({ orgno: number, countrycode: 'SE' });
  const path = `/v1/debtors/debtorsbyorgno/${client.creditorPublicId}?${query.toString()}`;
  return client.get('debtors.by-number', path, z.array(readView));
};

/** Makes a debtor of this external id (billecta.md 6.2); it is active from then on. */
export const postDebtor = async (client: BillectaClient, asked: NewDebtor, id: string): Promise<string> => {
  const defaults = defaultsView(asked);
  const view = {
    CreditorPublicId: client.creditorPublicId,
    ...debtorView({ country: 'SE', ...asked, externalId: id, isActive: true }),
    ...(defaults.ActivateDefaultActionConfigOverride ? { DefaultActionConfig: defaults } : {}),
  };
  return (await client.post('debtors.create', '/v1/debtors/debtor', view, created)).PublicId;
};

/** Makes a debtor once. An approval that it comes with is watched. */
export const makeDebtor = async (
  connect: Connect,
  attempt: Attempt,
  asked: NewDebtor,
  naming: Naming,
): Promise<string> => {
  const debtorId = await makeOnce(attempt, {
    ...naming,
    externalId: asked.externalId,
    find: async (id) => (await debtorByExternalId(await connect(), id))?.DebtorPublicId,
    make: async (id) => postDebtor(await connect(), asked, id),
  });
  if (asked.autogiro) await attempt.watch({ kind: 'autogiro-approval', id: debtorId });
  return debtorId;
};

const whole = z.looseObject({
  DefaultActionConfig: z.looseObject({}).nullish(),
  Autogiro: z.looseObject({}).nullish(),
});

type Change = Readonly<Record<string, unknown>> & { readonly Autogiro?: ApprovalView };
type Defaults = Partial<ReturnType<typeof defaultsView>>;

/** PUT replaces (billecta.md 6.2): the whole view is read, changed and sent back, with all that we do not know in it. */
export const changeDebtor = async (
  client: BillectaClient,
  alone: Alone,
  debtorId: string,
  change: Change,
  defaults: Defaults = {},
): Promise<DebtorView> => {
  await alone({ kind: 'debtor', id: debtorId }, () => rewrite(client, debtorId, change, defaults));
  return readDebtor(client, debtorId);
};

const rewrite = async (client: BillectaClient, debtorId: string, change: Change, defaults: Defaults): Promise<void> => {
  const before = await client.get('debtors.read', debtorPath(debtorId), whole);
  const { Autogiro, ...rest } = change;
  const view = {
    ...before,
    ...defined(rest),
    CreditorPublicId: client.creditorPublicId,
    DebtorPublicId: debtorId,
    ...(Autogiro === undefined ? {} : { Autogiro: approvalAfter(before.Autogiro ?? {}, Autogiro) }),
    ...(defaults.ActivateDefaultActionConfigOverride
      ? { DefaultActionConfig: { ...before.DefaultActionConfig, ...defined(defaults) } }
      : {}),
  };
  await client.put('debtors.update', '/v1/debtors/debtor', view, empty);
};

const defined = (view: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(view).filter(([, value]) => value !== undefined));

/** What a change says of a debtor, in Billecta's fields. */
export const changesOf = (change: DebtorChange) => [debtorView(change), defaultsView(change)] as const;
