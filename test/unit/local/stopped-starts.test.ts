import { expect, test } from 'vitest';
import { createKey, listKeys, revokeKey } from '../../../local/commands/api-keys.ts';
import { resumeStarts, stoppedProviders, stopStarts } from '../../../local/commands/stopped-starts.ts';
import { FakeSecretsManager } from '../../fakes/secrets-manager.ts';

const client = () => new FakeSecretsManager({ keys: [] });
const key = (name: string) => ({ merchant: 'kontoret', name, scopes: ['billecta'] });

test('starts are stopped and resumed at one provider, as often as it is said', async () => {
  const secrets = client();
  expect(await stoppedProviders(secrets, 'keys')).toEqual([]);
  for (const provider of ['billecta', 'swedbank-pay', 'billecta']) await stopStarts(secrets, 'keys', provider);
  expect(await stoppedProviders(secrets, 'keys')).toEqual(['swedbank-pay', 'billecta']);
  for (let time = 0; time < 2; time += 1) await resumeStarts(secrets, 'keys', 'billecta');
  expect(await stoppedProviders(secrets, 'keys')).toEqual(['swedbank-pay']);
});

test('who changes keys leaves the stop, who stops leaves the keys', async () => {
  const secrets = client();
  await stopStarts(secrets, 'keys', 'billecta');
  await Promise.all([
    createKey(secrets, 'keys', key('one')),
    createKey(secrets, 'keys', key('other')),
    stopStarts(secrets, 'keys', 'swedbank-pay'),
  ]);
  const [first] = await listKeys(secrets, 'keys');
  await revokeKey(secrets, 'keys', first!.hash.slice(0, 8));
  expect(await listKeys(secrets, 'keys')).toHaveLength(1);
  expect(await stoppedProviders(secrets, 'keys')).toEqual(['billecta', 'swedbank-pay']);
});
