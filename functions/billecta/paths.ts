import * as z from 'zod';

interface InferredPath {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** With `{name}` for what the call fills in; a query parameter that has no value is left out. */
  readonly path: string;
  /** Where the reference says what is known of it. */
  readonly mark: string;
}

/**
 * The only paths that no source confirms: guesses by the reference's own rules (billecta.md 1.7 and 15). An environment
 * may name others in its settings, so that what the test environment shows needs no change of code.
 */
export const inferredPaths = {
  'swish-start': {
    method: 'POST',
    path: '/v1/payments/swish/{invoiceId}?phone={phone}',
    mark: 'billecta.md 4, Start: verb and area are confirmed, and that invoice and phone number are no body',
  },
  'swish-status': {
    method: 'GET',
    path: '/v1/payments/swish/{paymentId}',
    mark: 'billecta.md 4, Status: verb and area are confirmed',
  },
  'card-payment-start': {
    method: 'POST',
    path: '/v1/invoice/creditcardpayment',
    mark: 'billecta.md 5, Payment intent: area and body are confirmed',
  },
  'card-payment-status': {
    method: 'GET',
    path: '/v1/invoice/creditcardpayment/{paymentId}',
    mark: 'billecta.md 5, Payment status: that there is one is confirmed',
  },
  'card-payment-cancel': {
    method: 'DELETE',
    path: '/v1/invoice/creditcardpayment/{paymentId}',
    mark: 'billecta.md 5, Cancel: that there is one is confirmed',
  },
  'card-withdrawal': {
    method: 'PUT',
    path: '/v1/invoice/creditcardwithdrawal/{invoiceId}?creditcard={cardId}&date={date}',
    mark: 'billecta.md 5, Withdraw from saved card: that an invoice has such an operation is confirmed',
  },
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
  'generated-invoices': {
    method: 'GET',
    path: '/v1/contractinvoice/generatedinvoices/{contractId}',
    mark: 'billecta.md 6.7, Generated invoices: a hint in one client; that there is such a list is inferred',
  },
  'kivra-reachability': {
    method: 'GET',
    path: '/v1/debtors/kivra/{debtorId}',
    mark: 'billecta.md 7, Eligibility check: guess',
  },
} as const satisfies Record<string, InferredPath>;
export type InferredPathName = keyof typeof inferredPaths;

type Values = Readonly<Record<string, string | undefined>>;

export interface InferredCall {
  readonly name: InferredPathName;
  readonly parameters?: Values;
  readonly body?: unknown;
}

/** The path alone, without the query. */
export const pathnameOf = (path: string): string => path.replace(/\?.*/, '');

const isName = (name: string): name is InferredPathName => Object.hasOwn(inferredPaths, name);

const placeholders = (path: string): readonly string[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name).sort();

/** The environment's own word for some of them; each must take the same values. */
export const pathOverrides = z
  .partialRecord(
    z.enum(Object.keys(inferredPaths).filter(isName)),
    z.strictObject({
      method: z.enum(['GET', 'POST', 'PUT', 'DELETE']).optional(),
      path: z.string().regex(/^\/v1\/[^\s#]+$/, 'must be a path that begins with /v1/'),
    }),
  )
  .superRefine((overrides, context) => {
    for (const [name, { path }] of Object.entries(inferredPaths)) {
      const needed = placeholders(path).join(', ');
      const override = isName(name) ? overrides[name] : undefined;
      if (override && placeholders(override.path).join(', ') !== needed)
        context.addIssue({ code: 'custom', path: [name], message: `must have in braces: ${needed || 'nothing'}` });
    }
  })
  .meta({ description: 'Paths that differ from the inferred ones, by their names in paths.ts' });
export type PathOverrides = z.infer<typeof pathOverrides>;

/** Method and path of an inferred call, its values filled in, escaped. */
export const pathOf = (
  name: InferredPathName,
  values: Values,
  overrides: PathOverrides = {},
): Pick<InferredPath, 'method' | 'path'> => {
  const inferred: InferredPath = inferredPaths[name];
  const { method = inferred.method, path } = overrides[name] ?? inferred;
  return { method, path: filled(path, values) };
};

const filled = (template: string, values: Values): string => {
  const [path = '', query = ''] = template.split('?');
  const given = query.split('&').filter((part) => placeholders(part).every((name) => values[name] !== undefined));
  const whole = query === '' || given.length === 0 ? path : `${path}?${given.join('&')}`;
  return whole.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''));
};
