import { randomUUID } from 'node:crypto';
import { it } from 'vitest';
import * as z from 'zod';
import { autogiroDonor } from '../../../functions/billecta/autogiro-donor.ts';
import { answeredAnswer, startedAnswer } from '../../../shared/flow-answer.ts';
import { type Answer, call, cancel, ended, hinted, readFlow, type Started } from '../api.ts';
import { describeFlows } from '../needs.ts';
import { act, scan } from '../phone.ts';

const donors = '/v1/billecta/autogiro/donors';
const made = z.object({ productId: z.string() });
const found = z.object({ debtors: z.array(z.object({ debtorId: z.string(), autogiro: z.unknown() })) });
const confirmed = { accountId: '1', confirms: true };

const ask = (path: string, body: object, key: string = randomUUID()): Promise<Answer> =>
  call('POST', path, { body, headers: { 'idempotency-key': key } });

/** What a donor of this number gives; the external id tells this test's debtor from all others. */
const donation = async (personalNumber: string, more: object = {}) => {
  const { productId } = made.parse(
    (await ask('/v1/billecta/products', { description: 'Gåva', unitPrice: 0, vat: 0 })).body,
  );
  const product = { productId, description: 'Rent vatten' };
  return { personalNumber, bank: 'SEB', amount: 15_000, interval: 'monthly', dayOfMonth: 27, product, ...more };
};
const start = async (body: object, key?: string): Promise<Started> =>
  startedAnswer.parse((await ask(donors, body, key)).body);

/** BankID is done, and the donor is asked. */
const identified = async (flow: Started) => {
  await act(await scan(flow), 'approve');
  return hinted(flow, 'confirm-approval');
};
const confirm = (flow: Started, body: object = confirmed, credential = flow.clientToken): Promise<Answer> =>
  call('PUT', `${donors}/${flow.flowId}/account`, { credential, body });
const debtorsOf = async (search: object) =>
  found.parse((await call('POST', '/v1/billecta/debtors/searches', { body: search })).body).debtors;

describeFlows('a donor is set up with autogiro', () => {
  it('by BankID, a confirmation, and one debtor with one contract', async ({ expect }) => {
    const externalId = `donor-${randomUUID()}`;
    const body = await donation('198507099805', { externalId, merchantReference: 'spring-7' });
    const key = randomUUID();
    const flow = await start(body, key);
    expect(await start(body, key)).toMatchObject({ flowId: flow.flowId });
    const { view, message } = await identified(flow);
    expect(message).toMatch(/^Läs texten/);
    expect(view.approval?.text.sv).toContain('Exempelbolaget AB');
    expect(view.approval?.text.en).toContain('SEK 150');
    expect(view.approval?.accounts).toMatchObject([
      { accountId: '1', accountNumber: '0000018', autogiro: 'approved' },
      { accountId: '2', accountNumber: '0000034', autogiro: 'unknown' },
    ]);
    expect(await debtorsOf({ externalId })).toEqual([]);

    const answer = await confirm(flow);
    expect(answer.status).toBe(200);
    expect(answeredAnswer.parse(answer.body).flowId).toBe(flow.flowId);
    const { status, result, merchantReference } = await ended(flow);
    expect({ status, merchantReference }).toEqual({ status: 'complete', merchantReference: 'spring-7' });
    const { debtorId, contractId, approval } = autogiroDonor.result.parse(result);
    expect(approval).toMatchObject({
      personalNumber: '198507099805',
      account: { accountNumber: '0000018' },
      text: view.approval?.text,
    });
    expect(await debtorsOf({ externalId })).toMatchObject([
      { debtorId, autogiro: { isActive: true, accountNumber: '0000018', bank: 'SEB' } },
    ]);
    const contract = await call('GET', `/v1/billecta/contracts/${contractId ?? ''}`);
    expect(contract.body).toMatchObject({
      debtorId,
      autogiro: true,
      interval: 'monthly',
      merchantReference: 'spring-7',
    });
    // Said again, it is as it was; said otherwise, it is refused.
    expect(await confirm(flow)).toMatchObject({ status: 200, body: { status: 'complete' } });
    expect(await confirm(flow, { ...confirmed, accountId: '2' })).toMatchObject({
      status: 409,
      body: { code: 'answered-otherwise' },
    });
  });

  it('and again, without a second debtor, from the account that is approved', async ({ expect }) => {
    const externalId = `donor-${randomUUID()}`;
    const body = await donation('197010632391', { externalId });
    const first = await start(body);
    await identified(first);
    await confirm(first, { accountId: '2', confirms: true });
    const { debtorId } = autogiroDonor.result.parse((await ended(first)).result);
    const second = await start({ ...body, interval: 'yearly' });
    const { view } = await identified(second);
    expect(view.approval?.accounts).toMatchObject([{ accountId: '1', accountNumber: '0000034' }]);
    await confirm(second);
    expect((await ended(second)).result).toMatchObject({ debtorId });
    expect(await debtorsOf({ externalId })).toHaveLength(1);
  });

  it('only when somebody has confirmed: who walks away leaves nothing behind', async ({ expect }) => {
    const externalId = `donor-${randomUUID()}`;
    const flow = await start(await donation('191212121212', { externalId }));
    expect(await confirm(flow)).toMatchObject({ status: 409, body: { code: 'not-asked' } });
    await identified(flow);
    expect(await confirm(flow, { accountId: '7', confirms: true })).toMatchObject({ status: 422 });
    expect(await confirm(flow, { accountId: '1' })).toMatchObject({ status: 422 });
    expect(await cancel(flow.flowId, flow.clientToken)).toMatchObject({ status: 'cancelled' });
    expect(await confirm(flow)).toMatchObject({ status: 409, body: { code: 'not-asked' } });
    expect(await readFlow(flow.flowId)).toMatchObject({ status: 'cancelled', view: {}, result: null });
    expect(await debtorsOf({ externalId })).toEqual([]);
  });

  it('with its merchant’s key too, and nobody else’s', async ({ expect }) => {
    const flow = await start(await donation('198507099805'));
    await identified(flow);
    expect(await confirm(flow, confirmed, 'sluss_of-nobody')).toMatchObject({ status: 401 });
    expect((await call('PUT', `${donors}/${flow.flowId}/account`, { body: confirmed })).status).toBe(200);
    // It is carried through, whatever is wished from now on.
    await cancel(flow.flowId);
    expect(await ended(flow)).toMatchObject({ status: 'complete' });
  });

  it('needs an Idempotency-Key', async ({ expect }) => {
    const answer = await call('POST', donors, { body: await donation('198507099805') });
    expect(answer).toMatchObject({ status: 422, body: { code: 'invalid-request' } });
  });
});
