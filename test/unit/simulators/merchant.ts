import { createServer, type IncomingHttpHeaders } from 'node:http';
import { once } from 'node:events';

interface Heard {
  body: Record<string, unknown>;
  headers: IncomingHttpHeaders;
  from: string | undefined;
}

/** A merchant's server that remembers what rings, and answers what it is told to. */
export async function merchant() {
  const heard: Heard[] = [];
  const answers: number[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      const body = JSON.parse(text) as Record<string, unknown>;
      heard.push({ body, headers: request.headers, from: request.socket.remoteAddress });
      response.writeHead(answers.shift() ?? 200).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    url: `http://127.0.0.1:${port}/callback?secret=1`,
    heard,
    /** The statuses of the next answers; after them 200. */
    answers,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
