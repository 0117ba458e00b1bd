import { inferredPaths } from '../../../../functions/billecta/paths.ts';
import { json } from '../../http.ts';
import type { ProviderRoute } from '../../provider-routes.ts';
import { billectaError } from '../errors.ts';
import type { View, ViewStore } from './store.ts';
import { digitsOf } from './wire.ts';

/** Persons whose number ends in an even digit have Kivra; who has no number has not (billecta.md 13). */
export const isReachable = (debtor: View | undefined): boolean => /[02468]$/.test(digitsOf(debtor?.['OrgNo']));

/** Both the path and that the answer is a bare boolean are inferred (billecta.md 7). */
export const kivraRoutes = (debtors: ViewStore): ProviderRoute[] => [
  {
    ...inferredPaths['kivra-reachability'],
    operation: 'debtors.kivra',
    unverified: 'path',
    handle({ param }) {
      const debtor = debtors.find(param('debtorId'));
      if (!debtor) throw billectaError(404, 'The debtor was not found');
      return json(200, isReachable(debtor));
    },
  },
];
