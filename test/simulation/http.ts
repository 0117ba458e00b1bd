import { call, currentProcess } from './process.ts';
import type { World } from './world.ts';

/** A call to a provider, as it left the product. */
export interface HttpRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** How long the caller waits. */
  readonly patienceSeconds: number;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

const faults = ['unreachable', '500', '429', 'late', '500 though done', 'no answer though done', 'broken off'] as const;
/** With a poll function's time limit before it, it is over when an operation's lease is (shared/operation-intent.ts). */
const longestAfterwardsSeconds = 9;

/** A provider behind a network: it fails before or after it did what it was asked for, or is never heard of again. */
export const overNetwork = async (
  world: World,
  provider: string,
  request: HttpRequest,
  answer: () => Promise<HttpAnswer>,
): Promise<Response> => {
  const process = currentProcess();
  const isWrite = request.method !== 'GET';
  const isOperation =
    isWrite &&
    /\/(captures|cancellations|reversals|debtors\/debtor|contractinvoice\/action|(paymentrequests|refunds)\/\w+)$/.test(
      request.url.pathname,
    );
  const makes = isOperation && provider !== 'swedbank-pay';
  const isCreation = request.method === 'PUT' && request.url.pathname.includes('/paymentrequests/');
  const fault = (isCreation ? world.weather.creationFails() : world.weather.providerFails(isOperation))
    ? world.random.pick(...faults, makes ? 'done after it broke off' : 'broken off')
    : undefined;
  if (fault) world.fault(`${provider}: ${fault}`);
  const loses = fault === '500 though done' || fault === 'no answer though done' || fault === 'broken off';
  const { scheduler } = world;

  const carryOut = async (): Promise<HttpAnswer> => {
    if (process.state === 'dead') return new Promise(() => undefined);
    if (fault === '500') return { status: 500, body: '' };
    if (fault === '429') return { status: 429, headers: { 'retry-after': '3' }, body: '' };
    const made = async (): Promise<HttpAnswer> => {
      // What is made takes a while: others may look for it meanwhile.
      if (makes && !world.weather.isQuiet) await scheduler.sleep(world.random.between(0, 2));
      const done = await answer();
      world.note(`${provider} ${request.method} ${request.url.pathname} ${done.status}`);
      return done;
    };
    if (fault !== 'done after it broke off') return made();
    void scheduler.sleep(world.random.between(0.1, longestAfterwardsSeconds)).then(made);
    throw new TypeError('terminated');
  };
  const made = await call(`${provider} ${request.method}`, carryOut, {
    before: () => {
      if (fault === 'unreachable') throw new TypeError('fetch failed');
    },
    after: async () => {
      if (fault === 'late') await scheduler.sleep(world.random.between(1, request.patienceSeconds - 1));
      if (fault === 'no answer though done') await scheduler.sleep(request.patienceSeconds);
      if (loses && isWrite) world.saw('answer lost after provider commit');
      if (fault === 'no answer though done') throw new DOMException('timed out', 'TimeoutError');
    },
  });
  return responseOf(fault === '500 though done' ? { status: 500, body: '' } : made, fault === 'broken off');
};

/** As much of a response as shared/provider-http.ts looks at; a real one would read its body by real timers. */
const responseOf = ({ status, headers = {}, body }: HttpAnswer, breaksOff: boolean): Response =>
  ({
    status,
    ok: status >= 200 && status < 300,
    headers: new Headers(headers),
    body: { cancel: () => Promise.resolve() },
    text: () => (breaksOff ? Promise.reject(new TypeError('terminated')) : Promise.resolve(body)),
  }) as unknown as Response;
