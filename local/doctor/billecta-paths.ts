import { type InferredPathName, inferredPaths, pathnameOf, pathOf } from '../../functions/billecta/paths.ts';
import { billecta } from '../../functions/billecta/provider.ts';
import { findCreditor, read } from './billecta-creditor.ts';
import { needsTrial, note, NotTried, settingsFile, type Check } from './check.ts';
import type { Answer, Deployment } from './deployment.ts';

const nowhere = '/v1/sluss-doctor/no-such-path';

/** Values that nothing has: ids of invoices are digits, all others are guids or texts. */
const values = Object.fromEntries(
  ['invoiceId', 'contractId', 'paymentId', 'fileId', 'debtorId', 'cardId'].map((name) => [name, '0']),
);

/** What tells an address that nobody serves from an id that nobody has: both are 404. */
const shapeOf = ({ status, body }: Answer): string =>
  `${status} ${Object.keys(typeof body === 'object' ? (body ?? {}) : {})
    .toSorted()
    .join()}`;

const isName = (name: string): name is InferredPathName => Object.hasOwn(inferredPaths, name);

/** Reads each path that is inferred, also those that are written to: then a refusal of the verb is what shows that it is there. */
const missingPaths = async (deployment: Deployment): Promise<readonly string[] | undefined> => {
  const { paths } = billecta.settings.parse(deployment.settings.providers[billecta.name]);
  const nobody = await read(deployment, nowhere);
  if (nobody?.status !== 404) return undefined;
  const missing: string[] = [];
  for (const name of Object.keys(inferredPaths).filter(isName)) {
    const { method, path } = pathOf(name, values, paths);
    const pathname = pathnameOf(path);
    const answer = await read(deployment, pathname);
    if (!answer || shapeOf(answer) === shapeOf(nobody)) missing.push(`${name} (${method} ${pathname})`);
  }
  return missing;
};

/** Whether anything answers where Billecta's documentation does not say what does (functions/billecta/paths.ts). */
export const inferredPathsCheck: Check = {
  name: 'billecta-paths',
  proves: 'something answers at the paths that are inferred',
  run: async (deployment) => {
    if (!(await findCreditor(deployment))) throw new NotTried('billecta-creditor');
    const missing = await missingPaths(deployment);
    if (missing === undefined) return needsTrial('Billecta does not say what an unknown path is');
    if (missing.length === 0) return needsTrial('something answers at each; what it does shows when it is used');
    return note(
      `nothing answers at ${missing.join(', ')}. Ask Billecta for the right paths and name them under paths in ${settingsFile}`,
    );
  },
};
