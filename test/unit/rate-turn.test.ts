import { beforeEach, expect, it } from 'vitest';
import { paced } from '../../shared/rate-turn.ts';
import { BudgetExhausted, ProviderUnavailable } from '../../shared/provider-error.ts';
import type { Send } from '../../shared/provider-http.ts';
import { rejection, World } from '../fakes/world.ts';

let world: World;
let sent: number;
beforeEach(() => {
  world = new World();
  sent = 0;
});

const asking = (answer: () => Promise<never>) => {
  const send: Send = () => {
    sent += 1;
    return answer();
  };
  return () => paced(send, world.budget, world.table.now)({} as Parameters<Send>[0]);
};

it('takes a call of the budget for each call, and keeps the pause that the provider asks for', async () => {
  const ask = asking(() => Promise.reject(new ProviderUnavailable('HTTP 429', { retryAfterSeconds: 30 })));
  expect(await rejection(ask())).toBeInstanceOf(ProviderUnavailable);
  expect(world.dynamo.items.get(`budget#billecta#${world.now}`)).toMatchObject({ used: 1, opened: 1 });
  expect(await rejection(ask())).toMatchObject({ name: 'BudgetExhausted', retryAfterSeconds: 30 });
  expect(await rejection(ask())).toBeInstanceOf(BudgetExhausted);
  expect(sent).toBe(1);
});
