import * as z from 'zod';
import type { Alone } from './change-lease.ts';
import type { NamedObject } from './watched-object.ts';

/**
 * A request to a provider that has an answer of its own. One entry describes it: route, schemas, call. It may be made
 * again at any time: it reads, or it brings about a state and not one thing more.
 */
export interface Operation<Client, Request, Answer, Parameters = object> extends Described<
  Request,
  Answer,
  Parameters
> {
  call(client: () => Promise<Client>, request: Request, parameters: Parameters, alone: Alone): Promise<Answer>;
  /** What may come to be by it, and is watched once it is done; undefined for nothing. */
  watches?(request: Request, parameters: Parameters): NamedObject | undefined;
}

/**
 * An operation that makes something, so that a second one would make a second thing. With an Idempotency-Key it is done
 * once: each step says how what it makes is found again.
 */
export interface Creation<Client, Request, Answer, Parameters = object> extends Described<Request, Answer, Parameters> {
  /** Whether the caller must give an Idempotency-Key. */
  readonly needsKey: boolean;
  create(client: () => Promise<Client>, request: Request, attempt: Attempt, parameters: Parameters): Promise<Answer>;
}

interface Described<Request, Answer, Parameters> {
  readonly name: string;
  readonly route: `${'GET' | 'POST' | 'PUT' | 'DELETE'} /v1/${string}`;
  readonly summary: string;
  /** Of the route's `{names}`; left out where it has none. */
  readonly parameters?: z.ZodObject & z.ZodType<Parameters>;
  /** The body; `nothing` for GET and DELETE. */
  readonly request: z.ZodType<Request>;
  readonly answer: z.ZodType<Answer>;
}

export interface Attempt {
  /** The name under which the provider stores what is made: 24 hexadecimal digits, the same each time for one key. */
  readonly reference: string;
  /**
   * Does a step once, and answers the id of what it made, now or in an earlier attempt.
   * @param step what the id is called in an error's `ids`
   */
  readonly once: (step: string, how: Step) => Promise<string>;
  /** Remembers what is read, so that a later attempt compares with the same. Never personal data. */
  readonly note: (name: string, read: () => Promise<string>) => Promise<string>;
  /**
   * From now on its merchant hears what becomes of an object that was made. Said again it changes nothing.
   * @param reference the merchant's own
   */
  readonly watch: (object: NamedObject, reference?: string) => Promise<void>;
  /** Changes what is there already, as no other does meanwhile. */
  readonly alone: Alone;
}

export interface Step {
  /** What is there already and makes the step needless, or an error that stops it; it is asked each time before `make`. */
  readonly before?: () => Promise<string | undefined>;
  /**
   * Looks for what `make` has made under the attempt's reference; undefined when it has made nothing.
   * @throws ProblemError `outcome-unknown` where that cannot be told
   */
  readonly find: () => Promise<string | undefined>;
  /** @returns the id of what was made */
  readonly make: () => Promise<string>;
}

/** Of an operation that is asked for without a body. */
export const nothing = z.strictObject({});

export type AnyOperation<Client> = Operation<Client, unknown, unknown, unknown>;
export type AnyCreation<Client> = Creation<Client, unknown, unknown, unknown>;
