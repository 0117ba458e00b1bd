import * as z from 'zod';
import { nothing, type Creation, type Operation } from '../../shared/operation.ts';
import { organisationNumber } from '../../shared/organisation-number.ts';
import { personalNumber } from '../../shared/personal-number.ts';
import type { BillectaClient } from './client.ts';
import { answerDebtor, debtorAnswer } from './debtor-answer.ts';
import {
  changeDebtor,
  changesOf,
  debtorByExternalId,
  debtorsByNumber,
  makeDebtor,
  readDebtor,
} from './debtor-calls.ts';
import { type DebtorChange, debtorChange, type NewDebtor, newDebtor } from './debtor-request.ts';
import { externalId } from './external-id.ts';

export const debtorParameters = z.strictObject({ debtorId: z.guid() });
export type DebtorParameters = z.infer<typeof debtorParameters>;
type Debtor = z.infer<typeof debtorAnswer>;

const createdDebtor = z.strictObject({ debtorId: z.string() }).meta({ id: 'CreatedDebtor' });

export const createDebtor: Creation<BillectaClient, NewDebtor, z.infer<typeof createdDebtor>> = {
  name: 'create-debtor',
  route: 'POST /v1/billecta/debtors',
  summary: 'Create a debtor: who gets invoices',
  needsKey: false,
  request: newDebtor.meta({ id: 'NewDebtor' }),
  answer: createdDebtor,
  create: async (client, request, attempt) => ({
    debtorId: await makeDebtor(client, attempt, request, { step: 'debtorId', takesExisting: false }),
  }),
};

/** Billecta's own plural call is not used: neither its path nor what it answers when one fails is known (billecta.md 6.1). */
const batch = z.strictObject({ debtors: z.array(newDebtor).min(1).max(25) }).meta({ id: 'NewDebtors' });
const createdDebtors = z
  .strictObject({ debtorIds: z.array(z.string()).meta({ description: 'In the order of the request' }) })
  .meta({ id: 'CreatedDebtors' });

export const createDebtors: Creation<BillectaClient, z.infer<typeof batch>, z.infer<typeof createdDebtors>> = {
  name: 'create-debtors',
  route: 'POST /v1/billecta/debtors/batches',
  summary: 'Create up to 25 debtors, one after the other',
  needsKey: true,
  request: batch,
  answer: createdDebtors,
  create: async (client, { debtors }, attempt) => {
    const debtorIds: string[] = [];
    for (const [index, debtor] of debtors.entries()) {
      const number = String(index + 1);
      const how = { step: `debtorId${number}`, suffix: `-${number}`, takesExisting: false };
      debtorIds.push(await makeDebtor(client, attempt, debtor, how));
    }
    return { debtorIds };
  },
};

export const getDebtor: Operation<BillectaClient, object, Debtor, DebtorParameters> = {
  name: 'read-debtor',
  route: 'GET /v1/billecta/debtors/{debtorId}',
  summary: 'Read a debtor',
  parameters: debtorParameters,
  request: nothing,
  answer: debtorAnswer,
  call: async (client, _, { debtorId }) => answerDebtor(await readDebtor(await client(), debtorId)),
};

export const updateDebtor: Operation<BillectaClient, DebtorChange, Debtor, DebtorParameters> = {
  name: 'update-debtor',
  route: 'PUT /v1/billecta/debtors/{debtorId}',
  summary: 'Change a debtor; what is left out stays as it is',
  parameters: debtorParameters,
  request: debtorChange.meta({ id: 'DebtorChange' }),
  answer: debtorAnswer,
  watches: ({ autogiro }, { debtorId }) => (autogiro ? { kind: 'autogiro-approval', id: debtorId } : undefined),
  call: async (client, change, { debtorId }, alone) =>
    answerDebtor(await changeDebtor(await client(), alone, debtorId, ...changesOf(change))),
};

const search = z
  .union([z.strictObject({ externalId }), z.strictObject({ personalNumber }), z.strictObject({ organisationNumber })])
  .meta({ id: 'DebtorSearch' });
const found = z.strictObject({ debtors: z.array(debtorAnswer) }).meta({ id: 'Debtors' });

/** A POST, since neither number may stand in a URL of ours. */
export const searchDebtors: Operation<BillectaClient, z.infer<typeof search>, z.infer<typeof found>> = {
  name: 'search-debtors',
  route: 'POST /v1/billecta/debtors/searches',
  summary: 'Find debtors by external id, personal number or organisation number',
  request: search,
  answer: found,
  call: async (connect, asked) => {
    const client = await connect();
    if ('externalId' in asked) {
      const debtor = await debtorByExternalId(client, asked.externalId);
      return { debtors: debtor ? [answerDebtor(debtor)] : [] };
    }
    const number = 'personalNumber' in asked ? asked.personalNumber : asked.organisationNumber;
    return { debtors: (await debtorsByNumber(client, number)).map(answerDebtor) };
  },
};
