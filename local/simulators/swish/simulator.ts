import { makeAuthority, type Issued } from '../../certificates/authority.ts';
import { agendaOf } from '../agenda.ts';
import { simulatorClock } from '../clock.ts';
import { serve, type RunningSimulator } from '../http.ts';
import { callbackPost } from '../post.ts';
import { localPayeeAlias } from './defaults.ts';
import { randomIdentifiers } from './identifiers.ts';
import { swishProvider } from './provider.ts';

export interface SwishSimulatorOptions {
  /** Of the API, which demands a client certificate. 0 takes any free port. */
  port: number;
  /** Of the payer's phone and the control API, over plain HTTP. 0 takes any free port. */
  controlPort: number;
  payeeAlias?: string;
  /** Milliseconds since 1970. With a time of one's own nothing happens by itself: the control API moves the clock. */
  now?: () => number;
  acceptsPlainCallbacks?: boolean;
  /** Who has signed the certificates of the merchants that are called back, as PEM; without it the public authorities. */
  callbackAuthority?: string;
}

export interface SwishSimulator extends RunningSimulator {
  controlUrl: string;
  /** The authority that signed the server's certificate and the merchants', as PEM. */
  ca: string;
  /** Of the merchant with the payee alias. */
  clientCertificate: Issued;
  /** The certificate of another merchant, by its Swish number. */
  issueClientCertificate: (payeeAlias: string) => Promise<Issued>;
}

/** A test number (billecta.md 2.3), for the certificates' subject. */
const organisation = '5555555555';

/**
 * Starts a Swish on 127.0.0.1 that demands a client certificate of an authority that it makes at start, calls back
 * without SNI (swish.md 10), and is controlled under `/_simulator` of `controlUrl`; `/phone` there is the payer's.
 */
export async function startSwishSimulator({
  port,
  controlPort,
  payeeAlias = localPayeeAlias,
  now,
  acceptsPlainCallbacks = false,
  callbackAuthority,
}: SwishSimulatorOptions): Promise<SwishSimulator> {
  const authority = await makeAuthority({ name: 'Simulated Swish Root CA' });
  const issueClientCertificate = (commonName: string) =>
    authority.issue({ subject: { country: 'SE', organisation, commonName }, purpose: 'client' });
  const [server, clientCertificate] = await Promise.all([
    authority.issue({ subject: { commonName: '127.0.0.1' }, purpose: 'server', hosts: ['127.0.0.1', 'localhost'] }),
    issueClientCertificate(payeeAlias),
  ]);

  let url = '';
  const clock = simulatorClock(now ?? Date.now);
  const agenda = agendaOf(clock, now === undefined);
  const { api, control } = swishProvider({
    clock,
    agenda,
    identifiers: randomIdentifiers(),
    post: callbackPost({ servername: '', ca: callbackAuthority }),
    origin: () => url,
    acceptsPlainCallbacks,
  });
  const [running, controlled] = await Promise.all([
    serve(api, port, {
      key: server.key,
      cert: server.certificate,
      ca: authority.certificate,
      requestCert: true,
      rejectUnauthorized: true,
      minVersion: 'TLSv1.2',
    }),
    serve(control, controlPort),
  ]);
  url = running.url;
  return {
    url,
    controlUrl: controlled.url,
    ca: authority.certificate,
    clientCertificate,
    issueClientCertificate,
    async close() {
      agenda.clear();
      await Promise.all([running.close(), controlled.close()]);
    },
  };
}
