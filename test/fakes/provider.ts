import { ProviderContractBroken } from '../../shared/provider-error.ts';
import type { Send } from '../../shared/provider-http.ts';

export interface SentRequest {
  readonly operation: string;
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** A provider in the place of HTTP: what it answers goes through the schemas of production. */
export class FakeProvider {
  readonly requests: SentRequest[] = [];
  /** What it answers now; throws what provider-http would throw. */
  answer: (request: SentRequest) => unknown = ({ operation }) => {
    throw new Error(`the test has no answer to ${operation}`);
  };

  readonly send: Send = async ({ answer, operation, method, url, headers, body }) => {
    const request = { operation, method, url, headers, body };
    this.requests.push(request);
    const parsed = answer.safeParse(await this.answer(request));
    if (!parsed.success) throw new ProviderContractBroken(operation);
    return parsed.data;
  };

  /** How often an operation was called. */
  count(operation: string): number {
    return this.requests.filter((request) => request.operation === operation).length;
  }
}

/** A code as Billecta draws it: a picture as a data URL. */
export const qr = (frame = 1): string => `data:image/png;base64,AAA${frame}`;

/** An order as Billecta answers it (billecta.md 2.3); unset parts are null there. */
export const order = (fields: Record<string, unknown> = {}): Record<string, unknown> => ({
  ReferenceToken: 'order-1',
  Status: 'OutstandingTransaction',
  HintCode: 'outstandingTransaction',
  AutoStartToken: 'auto-1',
  QR: qr(),
  SSN: null,
  Name: null,
  ...fields,
});

/** A person who has finished in the app; a published test number and an invented name. */
export const completeOrder = (fields: Record<string, unknown> = {}): Record<string, unknown> =>
  order({
    Status: 'Complete',
    HintCode: null,
    QR: null,
    SSN: '198001139297',
    Name: 'Vera Exempel',
    GivenName: 'Vera',
    Surname: 'Exempel',
    IpAddress: '192.0.2.7',
    NotBefore: '2025-01-01T00:00:00+01:00',
    NotAfter: '2027-01-01T00:00:00+01:00',
    Signature: 'c2lnbmF0dXJl',
    OcspResponse: 'b2NzcA==',
    ...fields,
  });

/** An order that died because nobody opened it. */
export const unattendedOrder = (): Record<string, unknown> => order({ Status: 'Error', HintCode: 'startFailed' });
