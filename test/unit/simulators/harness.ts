import { localCreditorPublicId, localSecureToken } from '../../../local/simulators/billecta/defaults.ts';
import { startBillectaSimulator } from '../../../local/simulators/billecta/simulator.ts';

interface Answer {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
}

/** A simulator whose time stands still until the test moves it, and a caller with the right credentials. */
export async function simulator() {
  let now = Date.parse('2026-11-21T10:00:00Z');
  const running = await startBillectaSimulator({ port: 0, now: () => now });

  const fetched = (
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
    signal: AbortSignal | null = null,
  ) =>
    fetch(running.url + path, {
      signal,
      method,
      headers: { authorization: secureTokenHeader, ...headers },
      body: body === undefined ? null : JSON.stringify(body),
    });

  async function call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer> {
    const response = await fetched(method, path, body, headers);
    const text = await response.text();
    const parsed: unknown = text === '' ? {} : JSON.parse(text);
    return { status: response.status, headers: response.headers, body: parsed as Record<string, unknown> };
  }

  return {
    url: running.url,
    close: () => running.close(),
    fetched,
    call,
    control: (path: string, body: unknown = {}) => call('POST', `/_simulator/${path}`, body),
    /** Lets seconds pass. */
    pass(seconds: number) {
      now += seconds * 1000;
    },
    /** Starts a BankID order that a token must open, or one for a named person; answers its first view. */
    async start(personalNumber?: string) {
      return (await call('PUT', '/v1/bankid/authentication', authenticationFor(personalNumber))).body;
    },
    poll: (reference: unknown) => call('GET', `/v1/bankid/authentication/${String(reference)}`),
  };
}

export type Simulator = Awaited<ReturnType<typeof simulator>>;

const secureTokenHeader = `SecureToken ${Buffer.from(localSecureToken).toString('base64')}`;

export const authenticationFor = (personalNumber?: string) => ({
  CreditorPublicId: localCreditorPublicId,
  SSN: personalNumber ?? null,
  TokenStartRequired: personalNumber === undefined,
});
