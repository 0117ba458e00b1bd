import { askSluss } from './http.ts';
import type { Progress, StartedFlow } from './shapes.ts';

const millisecondsBetweenReads = 1000;
const longestPause = 8000;

export interface FlowWatcher {
  /** Reads once, now; also after the end, for the message in another language. */
  read: () => Promise<void>;
  cancel: () => Promise<void>;
  stop: () => void;
}

/**
 * Reads a flow's progress once a second while the page can be seen. In the background it rests, and it catches up with one read.
 * `onTrouble` hears 'unreachable' while answers fail (reads go on, more slowly) and 'gone' when there is nothing
 * more to read.
 */
export function watchFlow(
  apiUrl: string,
  { flowId, clientToken, deadline }: StartedFlow,
  onProgress: (progress: Progress) => void,
  onTrouble: (trouble: 'unreachable' | 'gone') => void,
): FlowWatcher {
  const path = `/v1/flows/${encodeURIComponent(flowId)}`;
  let timer: number | undefined;
  let reading = false;
  let ended = false;
  let stopped = false;
  let failures = 0;

  const plan = (startedAt: number) => {
    clearTimeout(timer);
    if (ended || stopped || document.visibilityState === 'hidden') return;
    const pause = Math.min(millisecondsBetweenReads * 2 ** failures, longestPause);
    timer = setTimeout(() => void read(), Math.max(0, startedAt + pause - Date.now()));
  };

  const take = ({ status, body }: Awaited<ReturnType<typeof askSluss>>) => {
    if (stopped) return;
    if (status === 200) {
      const progress = body as Progress;
      failures = 0;
      ended ||= progress.status !== 'pending';
      onProgress(progress);
    } else if (!ended) {
      failures += 1;
      ended = [401, 403, 404, 410].includes(status) || Date.now() > Date.parse(deadline);
      onTrouble(ended ? 'gone' : 'unreachable');
    }
  };

  async function read() {
    clearTimeout(timer);
    if (reading || stopped) return;
    reading = true;
    const startedAt = Date.now();
    take(await askSluss(apiUrl, 'GET', `${path}/progress`, clientToken));
    reading = false;
    plan(startedAt);
  }

  const onVisibility = () => {
    if (document.visibilityState === 'hidden') clearTimeout(timer);
    else if (!ended) void read();
  };
  document.addEventListener('visibilitychange', onVisibility);

  return {
    read,
    cancel: async () => {
      await askSluss(apiUrl, 'DELETE', path, clientToken);
      await read();
    },
    stop: () => {
      stopped = true;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', onVisibility);
    },
  };
}
