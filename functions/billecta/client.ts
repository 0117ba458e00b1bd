import * as z from 'zod';
import { RefusedForPayer, ProviderRejected } from '../../shared/provider-error.ts';
import type { Send } from '../../shared/provider-http.ts';
import { payerRefusals } from './refusals.ts';

/** Authenticated verbs only. What is asked, and what the answer looks like, lives with each flow. */
export interface BillectaClient {
  readonly creditorPublicId: string;
  /** @param operation what is logged instead of the path, which may carry a personal number */
  get<Answer>(operation: string, path: string, answer: z.ZodType<Answer>): Promise<Answer>;
  post<Answer>(operation: string, path: string, body: unknown, answer: z.ZodType<Answer>): Promise<Answer>;
  put<Answer>(operation: string, path: string, body: unknown, answer: z.ZodType<Answer>): Promise<Answer>;
}

export interface BillectaAccess {
  readonly host: string;
  readonly creditorPublicId: string;
  readonly secureToken: string;
}

/** billecta.md 1.4; no other field of an error is read: the body may echo the request, which holds personal numbers. */
const errorBody = z.looseObject({ ExternalErrorCode: z.string().nullish() });
const errorCode = (body: unknown): string | undefined => errorBody.safeParse(body).data?.ExternalErrorCode ?? undefined;

export const billectaClient = (send: Send, { host, creditorPublicId, secureToken }: BillectaAccess): BillectaClient => {
  // The token itself looks like base64 and is encoded once more for the header (billecta.md 1.3).
  const headers = { authorization: `SecureToken ${Buffer.from(secureToken).toString('base64')}` };
  const call = async <Answer>(
    method: 'GET' | 'POST' | 'PUT',
    operation: string,
    path: string,
    answer: z.ZodType<Answer>,
    body?: unknown,
  ): Promise<Answer> => {
    try {
      return await send({ operation, url: new URL(path, host), method, headers, body, answer, errorCode });
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
  };
};
