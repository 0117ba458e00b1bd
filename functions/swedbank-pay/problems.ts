import * as z from 'zod';
import type { ProblemCode } from '../../shared/problem.ts';
import { ProviderRejected, ProviderUnavailable, type Refusal } from '../../shared/provider-error.ts';
import { membersOf, whole } from './reading.ts';

/** Whether asking again may help (the last column of the table in swedbank-pay.md section 22). */
type Retry = 'no' | 'reads' | 'yes';

/** Our code for each type of problem: the last segment of its URI in lower case (swedbank-pay.md section 22). */
const kinds = {
  inputerror: ['provider-invalid-input', 'no'],
  badrequest: ['provider-invalid-input', 'no'],
  forbidden: ['provider-forbidden', 'no'],
  acquirererror: ['provider-forbidden', 'no'],
  creditnotapproved: ['credit-not-approved', 'no'],
  notfound: ['provider-not-found', 'reads'],
  paymenttokeninactive: ['token-inactive', 'no'],
  systemerror: ['provider-unavailable', 'yes'],
  // One of its third-party codes (50) is a fault of configuration, but that is said in human text only.
  externalerror: ['provider-unavailable', 'yes'],
  configurationerror: ['provider-refused', 'no'],
  configerror: ['provider-refused', 'no'],
  abortedidentification: ['identification-failed', 'no'],
  userpreaborted: ['identification-failed', 'no'],
  useraborted: ['identification-failed', 'no'],
  timeoutidentification: ['identification-failed', 'no'],
  nationalidentifiermismatch: ['identification-failed', 'no'],
  failed: ['identification-failed', 'no'],
  error: ['identification-failed', 'yes'],
} as const satisfies Readonly<Record<string, readonly [ProblemCode, Retry]>>;

const kindOf: ReadonlyMap<string, readonly [ProblemCode, Retry]> = new Map(Object.entries(kinds));

/** What Swedbank Pay says of a failure. Its texts may quote the request: they are answered to the caller and never logged. */
export interface SwedbankPayProblem {
  readonly code: ProblemCode;
  /** The last segment of the provider's type, in lower case. */
  readonly type: string | undefined;
  readonly httpStatus: number | undefined;
  readonly title: string | undefined;
  readonly detail: string | undefined;
  /** How it can be mended, in the provider's words, such as `RetryNewData`. */
  readonly action: string | undefined;
  readonly fields: readonly { readonly field: string; readonly description: string }[];
  /** Whether asking again may help; a write only after the payment was read, and with the same payeeReference. */
  readonly retryable: boolean;
}

const text = z.string().optional().catch(undefined);
const body = z.looseObject({
  type: text,
  status: whole.optional().catch(undefined),
  title: text,
  detail: text,
  action: text,
  problems: z
    .array(z.looseObject({ name: z.string().catch(''), description: z.string().catch('') }))
    .nullish()
    .catch([]),
});

/** A problem (RFC 7807), as far as the body holds one: bodies may be empty, or not JSON (swedbank-pay.md section 2). */
export const problemOf = (value: unknown, httpStatus?: number, reading = false): SwedbankPayProblem => {
  const said = body.parse(membersOf(value));
  const type = said.type?.replace(/\/+$/, '').split('/').at(-1)?.toLowerCase();
  const status = httpStatus ?? said.status;
  const unanswered = status !== undefined && isUnanswered(status);
  const [code, retry] =
    kindOf.get(type ?? '') ??
    (unanswered ? (['provider-unavailable', 'yes'] as const) : (['provider-refused', 'no'] as const));
  return {
    code,
    type,
    httpStatus: status,
    title: said.title,
    detail: said.detail,
    action: said.action,
    fields: (said.problems ?? []).map(({ name, description }) => ({ field: name, description })),
    retryable: retry === 'yes' || (retry === 'reads' && reading),
  };
};

/** A problem must name its type or its status, or anything would be one. */
export const isProblem = (value: unknown): boolean => {
  const { type, status } = body.parse(membersOf(value));
  return type !== undefined || status !== undefined;
};

const isUnanswered = (status: number): boolean => status === 408 || status === 429 || status >= 500;

/** Swedbank Pay said no: nothing was done. */
export class SwedbankPayRefused extends ProviderRejected {
  readonly problem: SwedbankPayProblem;

  constructor(httpStatus: number, problem: SwedbankPayProblem) {
    super(httpStatus, problem.code, problem.code === 'provider-refused' ? undefined : refusalOf(problem));
    this.problem = problem;
  }
}

const refusalOf = ({ code, type, detail, action, fields }: SwedbankPayProblem): Refusal => ({
  code,
  detail,
  action,
  hint: code === 'identification-failed' ? type : undefined,
  fields: fields.map(({ field, description }) => ({ field, message: description })),
});

/** Swedbank Pay failed: whether anything was done is unknown, and only the payment can tell. */
export class SwedbankPayFailed extends ProviderUnavailable {
  readonly problem: SwedbankPayProblem;

  constructor(httpStatus: number, problem: SwedbankPayProblem, retryAfterSeconds: number | undefined) {
    const { retryable } = problem;
    super(`HTTP ${httpStatus}`, {
      httpStatus,
      retryable,
      ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    });
    this.problem = problem;
  }
}

interface Unfit {
  readonly httpStatus: number;
  readonly body: unknown;
  readonly retryAfterSeconds: number | undefined;
}

/**
 * The error that an answer means which does not fit its schema. A problem in a 2xx (swedbank-pay.md section 22) counts by
 * the status that it names; a 2xx without one is none of the provider's faults, and `undefined`.
 */
export const faultOf = (reading: boolean, { httpStatus, body: value, retryAfterSeconds }: Unfit): Error | undefined => {
  const status = httpStatus < 300 ? statusInside(value) : httpStatus;
  if (status === undefined) return undefined;
  const problem = problemOf(value, status, reading);
  return isUnanswered(status)
    ? new SwedbankPayFailed(status, problem, retryAfterSeconds)
    : new SwedbankPayRefused(status, problem);
};

const statusInside = (value: unknown): number | undefined => {
  const { type, status } = body.parse(membersOf(value));
  return type === undefined ? undefined : status;
};
