import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer, type ServerOptions } from 'node:https';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

export interface Reply {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** Instead of a reply: the caller hears nothing until it gives up. */
export const held = Symbol('held');
/** Instead of a reply: the connection breaks. */
export const dropped = Symbol('dropped');

export type Answer = Reply | typeof held | typeof dropped;

export interface SimulatorRequest {
  headers: IncomingHttpHeaders;
  /** The common name in the certificate that the caller showed, if any. */
  client: string | undefined;
  /** The part of the path that the route's `{name}` matched. */
  param: (name: string) => string;
  /** Query parameters under lower-case names. */
  query: Record<string, string>;
  /** The parsed JSON body; undefined when there is none or it cannot be parsed. */
  body: unknown;
}

type Handler = (request: SimulatorRequest) => Answer | Promise<Answer>;

export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With `{name}` for a segment that varies. */
  path: string;
  /** Whether the path matches in any case, and with a slash after it. */
  lenient?: boolean;
  handle: Handler;
}

export interface RunningSimulator {
  url: string;
  close(): Promise<void>;
}

/** Thrown by a handler to answer with an error in the shape that its API uses. */
export class Refused extends Error {
  readonly reply: Reply;
  constructor(reply: Reply) {
    super(`Refused with ${reply.status}`);
    this.reply = reply;
  }
}

const holdMilliseconds = 30_000;
const largestBodyBytes = 1024 * 1024;

export const json = (status: number, value: unknown): Reply => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: JSON.stringify(value),
});

/** Runs a handler; a refusal is an answer like any other. */
export async function answerOf(handle: Handler, request: SimulatorRequest): Promise<Answer> {
  try {
    return await handle(request);
  } catch (error) {
    if (error instanceof Refused) return error.reply;
    throw error;
  }
}

/** A call as it came in; `path` is everything after the origin, and `body` is text. */
export interface Call {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  /** The common name in the caller's certificate. */
  client?: string | undefined;
  body: string;
}

/** Finds the route of a call and lets it answer; a path of no route gets 404, and one of other methods only 405. Needs no socket. */
export function router(routes: Route[]): (call: Call) => Promise<Answer> {
  const matchers = routes.map(({ method, path, lenient = false, handle }) => {
    const pattern = path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)');
    return { method, handle, pattern: lenient ? new RegExp(`^${pattern}/?$`, 'i') : new RegExp(`^${pattern}$`) };
  });
  return async (call) => {
    const url = new URL(call.path, 'http://simulator.invalid');
    const there = matchers.filter(({ pattern }) => pattern.test(url.pathname));
    const route = there.find(({ method }) => method === call.method);
    if (route) return answerOf(route.handle, requestOf(call, url, route.pattern.exec(url.pathname)?.groups ?? {}));
    return there.length > 0 ? json(405, { message: 'No such method' }) : json(404, { message: 'No such route' });
  };
}

/** Serves the routes on 127.0.0.1, over TLS if it is told how. Port 0 takes any free port; `url` says which. */
export async function serve(routes: Route[], port: number, tls?: ServerOptions): Promise<RunningSimulator> {
  const route = router(routes);

  async function answer(incoming: IncomingMessage): Promise<Answer> {
    const body = await readBody(incoming);
    if (body === undefined) return json(413, { message: 'The body is too large' });
    const { method = '', url: path = '/', headers } = incoming;
    return route({ method, path, headers, client: clientOf(incoming), body });
  }

  const listener = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    answer(incoming).then(
      (reply) => send(outgoing, reply),
      (error: unknown) => {
        // A caller that hangs up while it sends is no fault of ours.
        if (incoming.complete) console.error('A simulator failed', error);
        outgoing.destroy();
      },
    );
  };
  const server = tls ? createSecureServer(tls, listener) : createServer(listener);
  // The server's own list leaves out whoever has not finished the handshake.
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The simulator has no port');
  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${address.port}`,
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function send(outgoing: ServerResponse, reply: Answer) {
  if (reply === dropped) {
    outgoing.destroy();
    return;
  }
  if (reply === held) {
    const giveUp = setTimeout(() => outgoing.destroy(), holdMilliseconds);
    outgoing.once('close', () => clearTimeout(giveUp));
    return;
  }
  outgoing.writeHead(reply.status, { ...reply.headers, 'content-length': Buffer.byteLength(reply.body) });
  outgoing.end(reply.body);
}

/** The body as text; undefined when it is larger than any provider takes. */
async function readBody(incoming: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= largestBodyBytes) chunks.push(chunk);
  }
  return size <= largestBodyBytes ? Buffer.concat(chunks).toString('utf8') : undefined;
}

/** Of a name that is there several times the first. */
function clientOf({ socket }: IncomingMessage): string | undefined {
  const name = socket instanceof TLSSocket ? socket.getPeerX509Certificate()?.toLegacyObject().subject.CN : undefined;
  return Array.isArray(name) ? name[0] : name;
}

function requestOf({ headers, client, body }: Call, url: URL, params: Record<string, string>): SimulatorRequest {
  return {
    headers,
    client,
    param(name) {
      const value = params[name];
      if (value === undefined) throw new Error(`The route has no {${name}}`);
      return value;
    },
    query: Object.fromEntries([...url.searchParams].map(([name, value]) => [name.toLowerCase(), value])),
    body: parsed(body),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
