import type * as z from 'zod';

/** A request to a provider that has an answer of its own. One entry describes it: route, schemas, call. */
export interface Operation<Client, Request, Answer> {
  readonly name: string;
  readonly route: `${'GET' | 'POST' | 'PUT' | 'DELETE'} /v1/${string}`;
  readonly summary: string;
  readonly request: z.ZodType<Request>;
  readonly answer: z.ZodType<Answer>;
  call(client: () => Promise<Client>, request: Request): Promise<Answer>;
}

export type AnyOperation<Client> = Operation<Client, unknown, unknown>;
