import * as z from 'zod';
import { cancelAnswer, flowAnswer, progressAnswer, startedAnswer } from '../../shared/flow-answer.ts';
import { stack } from '../stack.ts';
import { eachOf, until } from '../until.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

interface Call {
  /** What stands after "Bearer"; null for no credential at all. */
  readonly credential?: string | null;
  /** A text goes out as it is, anything else as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One call of the API, with the merchant's key unless it is told otherwise. */
export const call = async (
  method: string,
  path: string,
  { credential = stack.apiKey, body, headers = {} }: Call = {},
): Promise<Answer> => {
  const response = await fetch(stack.apiUrl + path, {
    method,
    headers: {
      ...(credential === null ? {} : { authorization: `Bearer ${credential}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
};

export type Started = z.infer<typeof startedAnswer>;
export type Flow = z.infer<typeof flowAnswer>;
export type Progress = z.infer<typeof progressAnswer>;

/** The jobs, each with the least that it must be asked for. */
export const jobs = {
  authentication: { flow: 'bankid-authentication', path: '/v1/billecta/bankid/authentications', body: {} },
  signature: {
    flow: 'bankid-signature',
    path: '/v1/billecta/bankid/signatures',
    body: { visibleText: 'Jag godkänner provet.' },
  },
  lookup: {
    flow: 'bank-account-lookup',
    path: '/v1/billecta/bank-accounts/lookups',
    body: { personalNumber: '198507099805', bank: 'SEB' },
  },
} as const;
export type Job = keyof typeof jobs;

const started: Started[] = [];

/** Asks for a job; whatever is started is cancelled after the tests. */
export const ask = async (job: Job, fields: object = {}, options: Omit<Call, 'body'> = {}): Promise<Answer> => {
  const answer = await call('POST', jobs[job].path, { ...options, body: { ...jobs[job].body, ...fields } });
  if (answer.status === 201) started.push(startedAnswer.parse(answer.body));
  return answer;
};

/** Starts a flow, and fails where it is refused. */
export const start = async (job: Job, fields?: object, options?: Omit<Call, 'body'>): Promise<Started> =>
  startedAnswer.parse((await ask(job, fields, options)).body);

/** What the merchant reads. */
export const readFlow = async (flowId: string, credential?: string): Promise<Flow> =>
  flowAnswer.parse((await call('GET', `/v1/flows/${flowId}`, credential === undefined ? {} : { credential })).body);

/** What the payer's browser reads. */
export const readProgress = async (flow: Started, language = 'sv'): Promise<Progress> =>
  progressAnswer.parse(
    (await call('GET', flow.links.progress, { credential: flow.clientToken, headers: { 'accept-language': language } }))
      .body,
  );

export const cancel = async (flowId: string, credential?: string) =>
  cancelAnswer.parse(
    (await call('DELETE', `/v1/flows/${flowId}`, credential === undefined ? {} : { credential })).body,
  );

/** The flow once it has ended. */
export const ended = (flow: Started, seconds?: number): Promise<Flow> =>
  until(
    `the end of ${flow.flow}`,
    async () => {
      const read = await readFlow(flow.flowId);
      return read.status === 'pending' ? undefined : read;
    },
    seconds,
  );

/** The flow's progress once it looks so. */
export const seen = (flow: Started, what: string, looksSo: (progress: Progress) => boolean): Promise<Progress> =>
  until(what, async () => {
    const progress = await readProgress(flow);
    return looksSo(progress) ? progress : undefined;
  });

/** The flow's progress once it shows this hint. */
export const hinted = (flow: Started, hint: string): Promise<Progress> =>
  seen(flow, `the hint ${hint}`, (progress) => progress.hint === hint);

/** RFC 9457, with our extensions. */
export const problem = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string().optional(),
  fields: z.array(z.strictObject({ field: z.string(), message: z.string() })).optional(),
  hint: z.string().optional(),
  message: z.strictObject({ sv: z.string(), en: z.string() }).optional(),
});

/** Ends what the tests of a file have started; what has ended or expired stays as it is. */
export const cancelStarted = async (): Promise<void> => {
  await eachOf(started.splice(0), 8, ({ flowId, clientToken }) =>
    call('DELETE', `/v1/flows/${flowId}`, { credential: clientToken }),
  );
};
