import * as z from 'zod';
import { RefusedForPayer, ProviderRejected } from '../../shared/provider-error.ts';
import type { Send } from '../../shared/provider-http.ts';
import { type InferredCall, pathOf, type PathOverrides } from './paths.ts';
import { payerRefusals } from './refusals.ts';

/** Authenticated verbs only. What is asked, and what the answer looks like, lives with each flow. */
export interface BillectaClient {
  readonly creditorPublicId: string;
  /** @param operation what is logged instead of the path, which may carry a personal number */
  get<Answer>(operation: string, path: string, answer: z.ZodType<Answer>): Promise<Answer>;
  post<Answer>(operation: string, path: string, body: unknown, answer: z.ZodType<Answer>): Promise<Answer>;
  put<Answer>(operation: string, path: string, body: unknown, answer: z.ZodType<Answer>): Promise<Answer>;
  delete(operation: string, path: string): Promise<void>;
  /** A call whose path is inferred, as the table of them or the environment has it. */
  inferred<Answer>(operation: string, call: InferredCall, answer: z.ZodType<Answer>): Promise<Answer>;
}

export interface BillectaAccess {
  readonly host: string;
  readonly creditorPublicId: string;
  readonly secureToken: string;
  readonly paths?: PathOverrides | undefined;
}

/** billecta.md 1.4. The message may echo the request, which holds personal numbers: it is told, and never logged. */
const errorBody = z.looseObject({ ExternalErrorCode: z.string().nullish(), Message: z.string().max(500).nullish() });
const errorCode = (body: unknown): string | undefined => errorBody.safeParse(body).data?.ExternalErrorCode ?? undefined;
const errorText = (body: unknown): string | undefined => errorBody.safeParse(body).data?.Message ?? undefined;

export const billectaClient = (
  send: Send,
  { host, creditorPublicId, secureToken, paths }: BillectaAccess,
): BillectaClient => {
  // The token itself looks like base64 and is encoded once more for the header (billecta.md 1.3).
  const headers = { authorization: `SecureToken ${Buffer.from(secureToken).toString('base64')}` };
  const call = async <Answer>(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    operation: string,
    path: string,
    answer: z.ZodType<Answer>,
    body?: unknown,
  ): Promise<Answer> => {
    try {
      return await send({ operation, url: new URL(path, host), method, headers, body, answer, errorCode, errorText });
    } catch (error) {
      const hint = error instanceof ProviderRejected ? payerRefusals.get(error.code ?? '') : undefined;
      throw hint === undefined ? error : new RefusedForPayer(hint);
    }
  };
  return {
    creditorPublicId,
    get: (operation, path, answer) => call('GET', operation, path, answer),
    post: (operation, path, body, answer) => call('POST', operation, path, answer, body),
    put: (operation, path, body, answer) => call('PUT', operation, path, answer, body),
    delete: async (operation, path) => {
      await call('DELETE', operation, path, z.unknown());
    },
    inferred: (operation, { name, parameters = {}, body }, answer) => {
      const { method, path } = pathOf(name, parameters, paths);
      return call(method, operation, path, answer, body);
    },
  };
};
