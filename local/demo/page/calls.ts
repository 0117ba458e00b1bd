import { create, find } from './dom.ts';
import type { Call } from './shapes.ts';
import { text } from './text.ts';

const longestList = 40;

interface Line extends Call {
  times: number;
}

let lines: Line[] = [];

/** Ids are long and say little: the end of one is enough to follow it through the list. */
const shorten = (path: string) =>
  path.replace(
    /(?<=\/(?:approvals|cards|contracts|debtors|donors|flows|invoices|orders|payments|swish-payments)\/)(?=[^/]*\d)[^/]{8,}/,
    (id) => `…${id.slice(-4)}`,
  );

/** Adds calls to the panel, newest first. A repeated call is counted instead, also when two are repeated in turn. */
export function record(calls: Call[]): void {
  for (const call of calls) {
    const same = lines
      .slice(0, 2)
      .find(({ method, path, status }) => method === call.method && path === call.path && status === call.status);
    if (same) same.times += 1;
    else lines = [{ ...call, times: 1 }, ...lines].slice(0, longestList);
  }
  showCalls();
}

/** Draws the list again, in the page's language. */
export function showCalls(): void {
  find('#calls', HTMLOListElement).replaceChildren(
    ...lines.map(({ from, method, path, status, times }) =>
      create(
        'li',
        '',
        create('span', 'from', text(`from.${from}`)),
        create('span', 'times', times > 1 ? `× ${times}` : ''),
        create(
          'b',
          status >= 200 && status < 400 ? 'fine' : 'bad',
          status === 0 ? text('calls.silent') : String(status),
        ),
        create('code', '', create('em', '', method), ` ${shorten(path)}`),
      ),
    ),
  );
}
