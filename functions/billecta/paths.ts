import * as z from 'zod';

interface InferredPath {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** With `{name}` for what the call fills in. */
  readonly path: string;
  /** Where the reference says what is known of it. */
  readonly mark: string;
}

/**
 * The only paths that no source confirms: guesses by the reference's own rules (billecta.md 1.7 and 15). An environment
 * may name others in its settings, so that what the test environment shows needs no change of code.
 */
export const inferredPaths = {
  'credit-invoice': { method: 'PUT', path: '/v1/invoice/credit', mark: 'billecta.md 6.1, Credit: guess' },
  'register-payment': { method: 'PUT', path: '/v1/invoice/payment', mark: 'billecta.md 6.1, Register payment: guess' },
  'delete-draft': {
    method: 'DELETE',
    path: '/v1/invoice/action/{invoiceId}',
    mark: 'billecta.md 6.1, Delete draft: guess',
  },
  'read-file': { method: 'GET', path: '/v1/files/file/{fileId}', mark: 'billecta.md 6.1, PDF: path unknown' },
  'resume-contract': {
    method: 'PUT',
    path: '/v1/contractinvoice/resume/{contractId}',
    mark: 'billecta.md 6.7, Resume: a hint in one client',
  },
  'kivra-reachability': {
    method: 'GET',
    path: '/v1/debtors/kivra/{debtorId}',
    mark: 'billecta.md 7, Eligibility check: guess',
  },
} as const satisfies Record<string, InferredPath>;
export type InferredPathName = keyof typeof inferredPaths;

export interface InferredCall {
  readonly name: InferredPathName;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

const isName = (name: string): name is InferredPathName => Object.hasOwn(inferredPaths, name);

/** The environment's own word for some of them. */
export const pathOverrides = z
  .partialRecord(
    z.enum(Object.keys(inferredPaths).filter(isName)),
    z.strictObject({
      method: z.enum(['GET', 'POST', 'PUT', 'DELETE']).optional(),
      path: z.string().regex(/^\/v1\/\S+$/, 'must be a path that begins with /v1/'),
    }),
  )
  .meta({ description: 'Paths that differ from the inferred ones, by their names in paths.ts' });
export type PathOverrides = z.infer<typeof pathOverrides>;

/** Method and path of an inferred call, its parameters filled in. */
export const pathOf = (
  name: InferredPathName,
  parameters: Readonly<Record<string, string>>,
  overrides: PathOverrides = {},
): Pick<InferredPath, 'method' | 'path'> => {
  const inferred: InferredPath = inferredPaths[name];
  const { method = inferred.method, path } = overrides[name] ?? inferred;
  return {
    method,
    path: path.replaceAll(/\{(\w+)\}/g, (_, parameter: string) => encodeURIComponent(parameters[parameter] ?? '')),
  };
};
