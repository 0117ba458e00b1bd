import { afterEach, beforeEach, expect, it } from 'vitest';
import { localCreditorPublicId } from '../../../local/simulators/billecta/defaults.ts';
import { simulator, type Simulator } from './harness.ts';

let billecta: Simulator;
beforeEach(async () => {
  billecta = await simulator();
});
afterEach(() => billecta.close());

const read = (id = localCreditorPublicId) => billecta.call('GET', `/v1/creditors/creditor/${id}`);

it('shows the creditor that the token sees, and no other', async () => {
  expect((await read()).body).toMatchObject({ CreditorPublicId: localCreditorPublicId, City: 'Exempelstad' });
  expect((await read('00000000-0000-4000-8000-000000000001')).status).toBe(404);
});

it('has the faults that are planted, until a reset', async () => {
  await billecta.control('creditor', { CreditorBankInfo: null });
  expect((await read()).body).toMatchObject({ CreditorBankInfo: null, City: 'Exempelstad' });
  expect((await billecta.call('GET', '/v1/creditors/creditors')).body).toMatchObject([{ CreditorBankInfo: null }]);
  await billecta.control('reset');
  expect((await read()).body).toMatchObject({ CreditorBankInfo: { BankgiroNo: '5555-5551' } });
});

it('is another one when its id is changed', async () => {
  await billecta.control('creditor', { CreditorPublicId: '00000000-0000-4000-8000-000000000001' });
  expect((await read()).status).toBe(404);
});
