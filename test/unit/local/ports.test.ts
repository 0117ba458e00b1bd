import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { assertPortsFree, freePorts } from '../../../local/system/ports.ts';

test('free ports are free, and different', async () => {
  const ports = await freePorts(3);

  expect(new Set(ports).size).toBe(3);
  await expect(
    assertPortsFree(ports.map((port) => ({ port, purpose: 'a test', flag: 'test-port' }))),
  ).resolves.toBeUndefined();
});

test('a taken port is named, with its purpose and the flag that chooses another', async () => {
  const [port = 0] = await freePorts(1);
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');

  await expect(assertPortsFree([{ port, purpose: 'the demo', flag: 'demo-port' }])).rejects.toThrow(
    new RegExp(`Port ${port}, meant for the demo, .*--demo-port`),
  );
  server.close();
});
