import { BudgetExhausted, ProviderUnavailable } from './provider-error.ts';
import type { Send } from './provider-http.ts';
import type { RateBudget, Urgency } from './rate-budget.ts';
import { seconds } from './table.ts';

/** How long a request waits for its turn in the provider's budget before its caller is told to come back. */
const patienceMilliseconds = 4_000;

/** Waits for a call in the provider's budget. @throws BudgetExhausted when none comes up in time */
export const turn = async (budget: RateBudget, urgency: Urgency, watched: number): Promise<void> => {
  const until = budget.now() + patienceMilliseconds;
  while (!(await budget.take(urgency, watched))) {
    if (budget.now() > until) throw new BudgetExhausted(2);
    await budget.pause(200 + Math.random() * 600);
  }
};

/** Sends within the budget, each call behind whoever is more urgent; a pause that the provider asks for is kept. */
export const paced =
  (send: Send, budget: RateBudget, now: () => number, urgency: Urgency = 'opened'): Send =>
  async (request) => {
    const { watched, closedUntil } = await budget.seats.look();
    const wait = closedUntil - seconds(now());
    if (wait > 0) throw new BudgetExhausted(wait);
    await turn(budget, urgency, watched.size);
    try {
      return await send(request);
    } catch (error) {
      if (error instanceof ProviderUnavailable && error.retryAfterSeconds !== undefined)
        await budget.close(error.retryAfterSeconds);
      throw error;
    }
  };
