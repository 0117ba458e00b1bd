import { failed, passed, unverifiable, type Check, type Finding } from './check.ts';
import type { Answer, Deployment } from './deployment.ts';

/** The Date header has whole seconds, and an answer takes some itself. */
const toleratedSeconds = 30;

const compared = (who: string, answer: Answer | undefined): Finding => {
  if (answer?.aheadSeconds === undefined) return unverifiable(`${who} gave no answer with a date`);
  const { aheadSeconds } = answer;
  if (Math.abs(aheadSeconds) <= toleratedSeconds) return passed(`within ${toleratedSeconds} s`);
  return failed(
    `${who}'s clock is ${Math.abs(aheadSeconds)} s ${aheadSeconds > 0 ? 'ahead of' : 'behind'} this machine's`,
    'Let this machine set its clock by NTP and try again; if it is right already, tell whoever runs the other one.',
  );
};

/** Compares a clock with this machine's, by the Date header of an answer that is read anyway. */
export const clockCheck = (
  name: string,
  who: string,
  read: (deployment: Deployment) => Promise<Answer | undefined>,
): Check => ({
  name,
  proves: `${who}'s clock and this machine's agree`,
  run: async (deployment) => compared(who, await read(deployment)),
});
