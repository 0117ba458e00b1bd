import { expect, it } from 'vitest';
import { ProviderRejected } from '../../shared/provider-error.ts';
import { task } from '../../shared/task.ts';
import { rejection } from '../fakes/world.ts';

/** As the Lambda runtime prints an error that nobody caught: with every property that it has. */
const printed = (error: unknown): string =>
  error instanceof Error
    ? JSON.stringify([error.name, error.message, error.stack, Object.entries(error), error.cause])
    : '';

it('answers what the work answers', async () => {
  expect(await task('poll', (event) => Promise.resolve({ event }))({ flowId: '1' })).toEqual({
    event: { flowId: '1' },
  });
});

it.each([
  ['an error with a value in its message', new Error('Astrid Provberg'), 'Error'],
  ['an error with a cause', new Error('no', { cause: new Error('Astrid Provberg') }), 'Error'],
  ['an error with facts of its own', Object.assign(new TypeError('no'), { value: 'Astrid Provberg' }), 'TypeError'],
  ['a fault of a provider', new ProviderRejected(400, 'Astrid Provberg'), 'ProviderRejected'],
])('throws on only the name of %s', async (_, error, name) => {
  const thrown = await rejection(task('poll', () => Promise.reject(error))({}));
  expect(thrown).toMatchObject({ name, message: 'poll failed' });
  expect(printed(thrown)).not.toContain('Astrid');
});
