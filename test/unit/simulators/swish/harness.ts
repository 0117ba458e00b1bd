import { agendaOf } from '../../../../local/simulators/agenda.ts';
import { simulatorClock } from '../../../../local/simulators/clock.ts';
import { router, type Route } from '../../../../local/simulators/http.ts';
import { localPayeeAlias } from '../../../../local/simulators/swish/defaults.ts';
import { swishProvider } from '../../../../local/simulators/swish/provider.ts';

type Fields = Record<string, unknown>;

interface Answer {
  status: number;
  headers: Record<string, string>;
  text: string;
  body: Fields;
}

/** A second merchant, by its Swish number. */
export const otherMerchant = '1231181189';
export const start = Date.parse('2026-11-21T10:00:00Z');

/** A request as the seed's table has it; a field that is undefined is left out. */
export const paymentRequest = (changes: Fields = {}) => ({
  callbackUrl: 'https://shop.example/swish',
  payeeAlias: localPayeeAlias,
  amount: '100.00',
  currency: 'SEK',
  ...changes,
});

const json = { 'content-type': 'application/json' };

/** A Swish in this process whose time only the control API moves, and what it rings with. */
export function simulator({ acceptsPlainCallbacks = false, at = start } = {}) {
  const clock = simulatorClock(() => at);
  const rung: { url: string; body: Fields; text: string; headers: Record<string, string>; second: number }[] = [];
  const answers: (number | undefined)[] = [];
  let last = 0;
  const next = () => (last += 1).toString(16).padStart(32, '0');
  const provider = swishProvider({
    clock,
    agenda: agendaOf(clock, false),
    identifiers: { id: () => next().toUpperCase(), token: next },
    post(url, text, _, headers = {}) {
      const second = (clock.now() - at) / 1000;
      const written = typeof text === 'string' ? text : JSON.stringify(text);
      rung.push({ url, text: written, body: JSON.parse(written) as Fields, headers: { ...headers }, second });
      return Promise.resolve(answers.length > 0 ? answers.shift() : 200);
    },
    origin: () => 'https://swish.example',
    acceptsPlainCallbacks,
  });

  const calling = (routes: Route[]) => {
    const answer = router(routes);
    return async (method: string, path: string, body?: unknown, headers: Fields = json, client = localPayeeAlias) => {
      const text = typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body);
      const reply = await answer({ method, path, headers: headers as Record<string, string>, client, body: text });
      if (typeof reply === 'symbol') throw new Error(String(reply.description));
      const isJson = /^[[{]/.test(reply.body);
      return { ...reply, text: reply.body, body: (isJson ? JSON.parse(reply.body) : {}) as Fields } satisfies Answer;
    };
  };
  const call = calling(provider.api);
  const onControl = calling(provider.control);
  const control = (path: string, body: unknown = {}) => onControl('POST', `/_simulator/${path}`, body);
  const create = (changes?: Fields) => call('POST', '/api/v1/paymentrequests', paymentRequest(changes));

  async function created(changes?: Fields): Promise<string> {
    const { status, headers, text } = await create(changes);
    if (status !== 201) throw new Error(`The create was refused: ${text}`);
    return headers['location']?.split('/').at(-1) ?? '';
  }

  return {
    rung,
    /** The statuses of the next callbacks' answers, undefined for nobody; after them 200. */
    answers,
    call,
    onControl,
    control,
    create,
    created,
    get: async (id: string) => (await call('GET', `/api/v1/paymentrequests/${id}`)).body,
    getRefund: async (id: string) => (await call('GET', `/api/v1/refunds/${id}`)).body,
    cancel: (id: string, change: unknown = [{ op: 'replace', path: '/status', value: 'cancelled' }]) =>
      call('PATCH', `/api/v1/paymentrequests/${id}`, change, { 'content-type': 'application/json-patch+json' }),
    settings: (change: object) => control('settings', change),
    /** Lets the clock run, and waits for what comes due. */
    pass: (advanceSeconds: number) => control('clock', { advanceSeconds }),
    /** A paid payment's bank reference. */
    async paid(changes?: Fields): Promise<string> {
      const id = await created(changes);
      await control(`payments/${id}/approve`);
      return String((await this.get(id))['paymentReference']);
    },
    refund: (originalPaymentReference: unknown, changes: Fields = {}) =>
      call('POST', '/api/v1/refunds', {
        originalPaymentReference,
        callbackUrl: 'https://shop.example/swish',
        payerAlias: localPayeeAlias,
        amount: '100.00',
        currency: 'SEK',
        ...changes,
      }),
  };
}

/** The codes of an error array. */
export const codesOf = ({ text }: { text: string }) =>
  (JSON.parse(text) as { errorCode: string }[]).map(({ errorCode }) => errorCode);
export const idOf = ({ headers }: { headers: Record<string, string> }) => headers['location']?.split('/').at(-1) ?? '';
