import { localToken } from '../../../../local/simulators/swedbank-pay/defaults.ts';
import { startSwedbankPaySimulator } from '../../../../local/simulators/swedbank-pay/simulator.ts';
import { merchant } from '../merchant.ts';
import { financing, urls } from './bodies.ts';

type Fields = Record<string, unknown>;

export interface Operation {
  rel: string;
  href: string;
  method: string;
}

interface Answer {
  status: number;
  headers: Headers;
  body: Fields;
}

export interface PaymentAnswer {
  payment: Fields & { id: string; number: number; state: string };
  operations: Operation[];
}

interface Entry {
  cause: string;
  deliveries: { at: string; status: unknown }[];
}

/** A simulator whose time only the control API moves, and a merchant that it calls back. */
export async function simulator() {
  const start = Date.parse('2026-11-21T10:00:00Z');
  const running = await startSwedbankPaySimulator({ port: 0, now: () => start, callbackDelaySeconds: 0 });
  const shop = await merchant();

  const fetched = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    fetch(new URL(path, running.url), {
      method,
      redirect: 'manual',
      headers: { authorization: `Bearer ${localToken}`, 'content-type': 'application/json', ...headers },
      body: body === undefined ? null : JSON.stringify(body),
    });

  async function call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer> {
    const response = await fetched(method, path, body, headers);
    const text = await response.text();
    const parsed: unknown = text === '' ? {} : JSON.parse(text);
    return { status: response.status, headers: response.headers, body: parsed as Fields };
  }

  const control = (path: string, body: unknown = {}) => call('POST', `/_simulator/${path}`, body);
  const guid = (payment: string) => payment.split('/').at(-1) ?? '';
  const get = async (payment: string) => (await call('GET', payment)).body as unknown as PaymentAnswer;

  async function create(body: object = financing()) {
    const answer = await call('POST', '/psp/invoice/payments', body);
    if (answer.status !== 201) throw new Error(`The create was refused: ${JSON.stringify(answer.body)}`);
    return answer.body as unknown as PaymentAnswer;
  }

  return {
    url: running.url,
    shop,
    fetched,
    call,
    control,
    get,
    create,
    settings: (change: object) => control('settings', change),
    /** Lets the simulator's clock run, and waits for what comes due. */
    pass: (seconds: number) => control('clock', { advanceSeconds: seconds }),
    /** Plays the payer, the back office, support. */
    onPayment: (payment: string, action: string, body: unknown = {}) =>
      control(`payments/${guid(payment)}/${action}`, body),
    /** A payment of 100.00 with a callback that nobody has paid, as its id. */
    unpaid: async (changes: object = {}) =>
      (await create(financing({ urls: { ...urls, callbackUrl: shop.url }, ...changes }))).payment.id,
    async paid(changes: object = {}) {
      const id = await this.unpaid(changes);
      await this.onPayment(id, 'complete');
      return id;
    },
    callbacks: async () => (await call('GET', '/_simulator/callbacks')).body['callbacks'] as Entry[],
    async close() {
      await running.close();
      await shop.close();
    },
  };
}

export type Simulator = Awaited<ReturnType<typeof simulator>>;

export const rels = ({ operations }: PaymentAnswer) => operations.map(({ rel }) => rel);
/** What a problem complains of, by field name. */
export const complaints = (body: Fields) => (body['problems'] as { name: string }[]).map(({ name }) => name);
export const problemType = (body: Fields) => String(body['type']).split('/errordetail/').at(-1);
