import type { StoredFlow } from './stored-flow.ts';

/** A person must still find the flow when its outcome is unknown to the end; the clock may be some minutes late. */
const tellBeforeErasureSeconds = 900;

const shortestWaitSeconds = 2;
const longestWaitSeconds = 900;

/**
 * When the machinery itself ends a flow that the provider has not ended, in seconds since 1970: at its deadline, but one
 * that moves money only shortly before it must be erased.
 */
export const lastMomentOf = ({
  movesMoney,
  deadline,
  expiresAt,
}: Pick<StoredFlow, 'movesMoney' | 'deadline' | 'expiresAt'>): number =>
  movesMoney ? Math.max(deadline, expiresAt - tellBeforeErasureSeconds) : deadline;

/** How long a Standard machine waits between two looks: ever longer, since who has not come soon may never come. */
export const growingWaitSeconds = (ageSeconds: number): number =>
  Math.min(longestWaitSeconds, Math.max(shortestWaitSeconds, Math.ceil(ageSeconds / 30)));
