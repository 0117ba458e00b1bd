import { router } from '../../local/simulators/http.ts';
import { localPayeeId, localToken } from '../../local/simulators/swedbank-pay/defaults.ts';
import { swedbankPayProvider } from '../../local/simulators/swedbank-pay/provider.ts';
import { swedbankPayClient } from '../../functions/swedbank-pay/client.ts';
import type { SwedbankPay } from '../../functions/swedbank-pay/swedbank-pay.ts';
import { ProviderContractBroken, ProviderUnavailable } from '../../shared/provider-error.ts';
import type { Send } from '../../shared/provider-http.ts';
import { financing } from '../unit/simulators/swedbank-pay/bodies.ts';

const host = 'https://swedbank-pay.example';

/** The simulator in this process, and production's client over it without a socket. */
export class SwedbankPaySimulator {
  readonly #made;
  readonly #call;
  #last = 0;

  /** @param now milliseconds, as Date.now */
  constructor(now: () => number) {
    this.#made = swedbankPayProvider({
      token: localToken,
      payeeId: localPayeeId,
      now,
      inRealTime: false,
      callbackDelaySeconds: 0,
      identifiers: {
        guid: () => `00000000-0000-4000-8000-${this.#next(12)}`,
        number: () => 40_000_000_000 + Number(`0x${this.#next(6)}`),
        pageToken: () => this.#next(64),
      },
      post: () => Promise.resolve(200),
      origin: () => host,
    });
    this.#call = router(this.#made.routes);
  }

  #next(length: number): string {
    return (this.#last += 1).toString(16).padStart(length, '0');
  }

  get store() {
    return this.#made.store;
  }

  /** In the place of shared/provider-http's, with the same faults. */
  readonly send: Send = async ({ url, method, headers, body, answer, fault }) => {
    const reply = await this.#call({
      method,
      path: url.pathname + url.search,
      headers,
      body: body === undefined ? '' : JSON.stringify(body),
    });
    if (typeof reply === 'symbol') throw new ProviderUnavailable('no answer');
    const value: unknown = reply.body === '' ? undefined : JSON.parse(reply.body);
    const parsed = reply.status < 300 ? answer.safeParse(value) : undefined;
    if (parsed?.success) return parsed.data;
    const own = fault?.({ httpStatus: reply.status, body: value, retryAfterSeconds: undefined });
    throw own ?? new ProviderContractBroken('neither an answer nor a problem');
  };

  /** A client, over `send` unless a test stands between. */
  client(send: Send = this.send, settlesItself = false): SwedbankPay {
    return {
      client: swedbankPayClient(send, { host, origins: [], token: localToken }),
      payeeId: localPayeeId,
      settlesItself,
    };
  }

  async control(path: string, body: unknown): Promise<void> {
    const reply = await this.#call({
      method: 'POST',
      path: `/_simulator/${path}`,
      headers: {},
      body: JSON.stringify(body),
    });
    if (typeof reply === 'symbol' || reply.status !== 200) throw new Error(`the simulator refuses ${path}`);
  }

  /** A payment of 100.00 that nobody has paid, as its GUID and as its path. */
  unpaid(payeeReference: string): { guid: string; handle: string } {
    const { payment } = financing();
    const { id: guid } = this.store.create(
      { ...financing(), payment: { ...payment, payeeInfo: { ...payment.payeeInfo, payeeReference } } },
      'test',
    ).payment;
    return { guid, handle: `/psp/invoice/payments/${guid}` };
  }

  paid(payeeReference: string): { guid: string; handle: string } {
    const made = this.unpaid(payeeReference);
    this.store.attemptByPayer(made.guid);
    return made;
  }
}
