import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Events } from './events.ts';
import type { ToldEvent } from './page/shapes.ts';

/** The payment whose events a path asks for. */
export const streamedPayment = (path: string) => /^\/shop\/payments\/([0-9a-f]{32})\/events$/.exec(path)?.[1];

/** Tells a page all about one payment, what came before and what comes, as Server-Sent Events until the page leaves. */
export function streamEvents(
  response: ServerResponse,
  headers: OutgoingHttpHeaders,
  paymentId: string,
  events: Events,
): void {
  const tell = (told: ToldEvent) => response.write(`data: ${JSON.stringify(told)}\n\n`);
  response.writeHead(200, { ...headers, 'content-type': 'text/event-stream' });
  response.flushHeaders();
  for (const told of events.about(paymentId)) tell(told);
  const stop = events.listen((told) => {
    if (told.event.paymentId === paymentId) tell(told);
  });
  response.once('close', stop);
}
