import * as z from 'zod';
import { nothing, type Operation } from '../../shared/operation.ts';
import type { BillectaClient } from './client.ts';
import { debtorParameters, type DebtorParameters } from './debtors.ts';

/** No view of it is published, so a bare boolean is likely (billecta.md 7); one in an object is taken too. */
const reachability = z.union([
  z.boolean(),
  z
    .record(z.string(), z.unknown())
    .transform((view) => Object.values(view).find((value) => typeof value === 'boolean'))
    .pipe(z.boolean()),
]);

const answer = z.strictObject({ debtorId: z.string(), isReachable: z.boolean() }).meta({ id: 'KivraReachability' });

export const getKivraReachability: Operation<BillectaClient, object, z.infer<typeof answer>, DebtorParameters> = {
  name: 'read-kivra-reachability',
  route: 'GET /v1/billecta/debtors/{debtorId}/kivra',
  summary: 'Whether this debtor gets invoices through Kivra; ask before you send one so',
  parameters: debtorParameters,
  request: nothing,
  answer,
  call: async (connect, _, { debtorId }) => {
    const call = { name: 'kivra-reachability', parameters: { debtorId } } as const;
    return { debtorId, isReachable: await (await connect()).inferred('debtors.kivra', call, reachability) };
  },
};
