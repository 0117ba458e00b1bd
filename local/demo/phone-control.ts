import { callJson, problem, type Answer } from './answer.ts';
import type { Call } from './page/shapes.ts';

/** The simulator's control API as a drawn phone uses it, or whom else the page plays; each call is noted in `calls`. */
export const phoneControl =
  (simulatorUrl: string, from: Call['from'] = 'phone') =>
  async (calls: Call[], method: 'GET' | 'POST', path: string, body?: unknown) => {
    const answer = await callJson(`${simulatorUrl}/_simulator${path}`, { method, body });
    calls.push({ from, method, path: `/_simulator${path}`, status: answer.status });
    return answer;
  };

/** What the phone cannot do, by the simulator's status. */
export const phoneRefused = (status: number, calls: Call[]): Answer =>
  status === 0
    ? problem(502, 'simulator-unreachable', 'The simulator does not answer.', calls)
    : problem(status, 'phone-refused', 'The simulator refused.', calls);
