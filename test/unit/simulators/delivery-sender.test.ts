import { expect, it } from 'vitest';
import { agendaOf } from '../../../local/simulators/agenda.ts';
import { simulatorClock } from '../../../local/simulators/clock.ts';
import { deliverySender, undisturbed } from '../../../local/simulators/deliveries.ts';
import { untilSo } from '../../until.ts';

const change = { subject: null, cause: 'a change', url: 'https://shop.example/', body: {} };

it('does not send again what was on its way when all was forgotten', async () => {
  const clock = simulatorClock(() => 0);
  const agenda = agendaOf(clock, false);
  let posts = 0;
  const { promise: answered, resolve: answer } = Promise.withResolvers<number>();
  const settings = undisturbed(0);
  const post = () => {
    posts += 1;
    return answered;
  };
  const sender = deliverySender({ settings: () => settings, retrySeconds: [30], clock, agenda, post });
  sender.ring(change);
  await untilSo('the first delivery', () => posts === 1);
  sender.clear();
  answer(500);
  await agenda.advance(60);
  expect(posts).toBe(1);
});

it('sends again what was not taken', async () => {
  const clock = simulatorClock(() => 0);
  const agenda = agendaOf(clock, false);
  const settings = undisturbed(0);
  const post = () => Promise.resolve(500);
  const sender = deliverySender({
    settings: () => settings,
    retrySeconds: [30],
    clock,
    agenda,
    post,
  });
  sender.ring(change);
  await agenda.advance(60);
  expect(sender.log().map(({ deliveries }) => deliveries.length)).toEqual([2]);
});
