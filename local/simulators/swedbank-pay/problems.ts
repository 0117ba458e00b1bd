export interface Complaint {
  name: string;
  description: string;
}

/** A refusal by the provider. `type` is what its URI ends in (swedbank-pay.md 22). */
export class Problem extends Error {
  readonly status: number;
  readonly type: string;
  readonly complaints: Complaint[];
  constructor(status: number, type: string, detail: string, complaints: Complaint[] = []) {
    super(detail);
    this.status = status;
    this.type = type;
    this.complaints = complaints;
  }
}

export const inputError = (complaints: Complaint[]) =>
  new Problem(400, 'inputerror', 'Input validation failed, error description in problems node!', complaints);

export const forbidden = (detail: string, complaints: Complaint[] = []) =>
  new Problem(403, 'invoice/forbidden', detail, complaints);

export const notFound = (what: string) => new Problem(404, 'notfound', `${what} was not found`);

const titles: Record<string, string> = {
  inputerror: 'Error in input data',
  forbidden: 'Operation not allowed',
  notfound: 'Resource not found',
  systemerror: 'Error in system',
  configurationerror: 'Error in configuration',
};

/** The type's URI; what is special to invoices has `invoice/` before its last segment. */
export const problemType = (type: string) => `https://api.payex.com/psp/errordetail/${type}`;

interface Circumstances {
  /** The path of the call. */
  instance: string;
  sessionId: string;
}

/** The body of an error answer (RFC 7807 with `action`, `sessionId` and `problems`; swedbank-pay.md 22). */
export const problemBody = (
  { status, type, message, complaints }: Problem,
  { instance, sessionId }: Circumstances,
) => ({
  sessionId,
  type: problemType(type),
  title: titles[type.split('/').at(-1) ?? ''] ?? 'Operation failed',
  status,
  instance,
  detail: message,
  ...(status === 400 ? { action: 'RetryNewData' } : {}),
  problems: complaints,
});
