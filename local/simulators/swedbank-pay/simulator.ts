import { serve, type RunningSimulator } from '../http.ts';
import { postCallback } from '../post.ts';
import { localCallbackDelaySeconds, localPayeeId, localToken } from './defaults.ts';
import { randomIdentifiers } from './identifiers.ts';
import { swedbankPayProvider } from './provider.ts';

interface SwedbankPaySimulatorOptions {
  /** 0 takes any free port. */
  port: number;
  token?: string;
  payeeId?: string;
  /** Milliseconds since 1970. With a time of one's own nothing happens by itself: the control API moves the clock. */
  now?: () => number;
  callbackDelaySeconds?: number;
}

/**
 * Starts a provider on 127.0.0.1 that speaks Swedbank Pay's invoice payments v1 under `/psp/invoice/payments`, shows
 * its payer pages under `/invoice`, calls back, and is controlled under `/_simulator`.
 */
export async function startSwedbankPaySimulator({
  port,
  token = localToken,
  payeeId = localPayeeId,
  now,
  callbackDelaySeconds = localCallbackDelaySeconds,
}: SwedbankPaySimulatorOptions): Promise<RunningSimulator> {
  let url = '';
  const { routes, agenda } = swedbankPayProvider({
    token,
    payeeId,
    now: now ?? Date.now,
    inRealTime: now === undefined,
    callbackDelaySeconds,
    identifiers: randomIdentifiers(),
    post: postCallback,
    origin: () => url,
  });
  const running = await serve(routes, port);
  url = running.url;
  return {
    url,
    close() {
      agenda.clear();
      return running.close();
    },
  };
}
