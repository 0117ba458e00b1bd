import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { ExplainedError } from './explained-error.ts';

const listen = async (port: number) => {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
};

/** Ports of 127.0.0.1 that nobody listens on, all different. */
export const freePorts = async (count: number): Promise<number[]> => {
  const servers = await Promise.all(Array.from({ length: count }, () => listen(0)));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports;
};

export interface PortUse {
  port: number;
  purpose: string;
  flag: string;
}

/** Throws an explained error naming the first of these ports that somebody else listens on. */
export const assertPortsFree = async (uses: PortUse[]): Promise<void> => {
  for (const { port, purpose, flag } of uses) {
    const server = await listen(port).catch(() => {
      throw new ExplainedError(
        `Port ${port}, meant for ${purpose}, is taken: stop the program that uses it, or choose another port with --${flag} (see --help).`,
      );
    });
    await once(server.close(), 'close');
  }
};
