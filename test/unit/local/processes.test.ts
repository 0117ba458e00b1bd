import { expect, test } from 'vitest';
import { run, startProcess } from '../../../local/system/processes.ts';

test('exit code and both streams of a program that ends by itself', async () => {
  const ended = await run('sh', ['-c', 'echo out; echo err >&2; exit 3'], { seconds: 5 });

  expect(ended).toMatchObject({ exitCode: 3, timedOut: false });
  expect(ended.output.split('\n').sort()).toEqual(['', 'err', 'out']);
});

test('a program that does not end is ended after its time', async () => {
  expect(await run('sleep', ['60'], { seconds: 0.1 })).toMatchObject({ timedOut: true });
});

test('stopping a program ends what it started, too', async () => {
  const { promise: isUnderWay, resolve } = Promise.withResolvers<string>();
  const program = startProcess('sh', ['-c', 'sleep 60 & echo started; wait'], { onOutput: resolve });
  await isUnderWay;
  await program.stop();

  // It counts as ended only when nobody holds its output any more, and the child of the shell does.
  expect(await program.exited).toBe(137);
});

test('a program that does not exist rejects', async () => {
  await expect(run('no-such-program-here', [], { seconds: 1 })).rejects.toThrow('ENOENT');
});
