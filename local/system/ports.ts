import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { ExplainedError } from './explained-error.ts';

const listen = async (port: number) => {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
};

/** Below what systems give to whoever asks for any port: those are taken while a stack is still being deployed. */
const lowest = 20_000;
const above = 32_000;

/** Ports of 127.0.0.1 that nobody listens on, all different. */
export const freePorts = async (count: number): Promise<number[]> => {
  const servers = new Map<number, Server>();
  while (servers.size < count) {
    const port = randomInt(lowest, above);
    if (servers.has(port)) continue;
    const server = await listen(port).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    });
    if (server) servers.set(port, server);
  }
  await Promise.all([...servers.values()].map((server) => once(server.close(), 'close')));
  return [...servers.keys()];
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
