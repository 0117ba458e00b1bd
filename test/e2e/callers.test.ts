import { describe, expect, it } from 'vitest';
import { stack } from '../stack.ts';
import { call, problem, readFlow, start, jobs } from './api.ts';
import { describeFlows, describeFlowsWithKeys } from './needs.ts';

const refusal = async (method: string, path: string, credential: string | null) => {
  const { status, body } = await call(method, path, { credential });
  return [status, problem.parse(body).code];
};

describe('without a credential', () => {
  it.each([
    ['POST', jobs.authentication.path],
    ['POST', jobs.signature.path],
    ['POST', jobs.lookup.path],
    ['GET', '/v1/billecta/bank-accounts/banks'],
    ['GET', '/v1/flows/0123'],
    ['GET', '/v1/flows/0123/progress'],
    ['DELETE', '/v1/flows/0123'],
  ])('%s %s answers 401', async (method, path) => {
    expect(await refusal(method, path, null)).toEqual([401, 'unauthorized']);
    expect(await refusal(method, path, 'sluss_no-such-key')).toEqual([401, 'unauthorized']);
    const { headers } = await call(method, path, { credential: null });
    expect(headers.get('www-authenticate')).toBe('Bearer');
  });

  it('only the health is told, and only that it is up and which version', async () => {
    const { status, body } = await call('GET', '/v1/health', { credential: null });
    expect([status, body]).toEqual([
      200,
      { status: 'ok', version: expect.stringMatching(/^\d+\.\d+\.\d+$/) as string },
    ]);
  });
});

describeFlows("a browser's client token", () => {
  it('opens one flow, not another', async () => {
    const [flow, other] = [await start('authentication'), await start('authentication')];
    expect((await call('GET', flow.links.progress, { credential: flow.clientToken })).status).toBe(200);
    expect(await refusal('GET', other.links.progress, flow.clientToken)).toEqual([401, 'unauthorized']);
    expect(await refusal('DELETE', other.links.self, flow.clientToken)).toEqual([401, 'unauthorized']);
    expect(await readFlow(other.flowId)).toMatchObject({ status: 'pending' });
  });

  it('is not enough where a key is needed', async () => {
    const flow = await start('authentication');
    expect(await refusal('GET', flow.links.self, flow.clientToken)).toEqual([403, 'forbidden']);
    expect(await refusal('POST', jobs.authentication.path, flow.clientToken)).toEqual([403, 'forbidden']);
  });

  it('is taken in no other place than the Authorization header', async () => {
    const flow = await start('authentication');
    const path = `${flow.links.progress}?clientToken=${flow.clientToken}&access_token=${flow.clientToken}`;
    expect(await refusal('GET', path, null)).toEqual([401, 'unauthorized']);
  });
});

describeFlowsWithKeys("a merchant's keys", () => {
  it('a second key of the same merchant reads the flow; a key of another merchant knows of none', async () => {
    const { sameMerchant = '', otherMerchant = '' } = stack.otherKeys ?? {};
    const { flowId, links } = await start('authentication');
    expect(await readFlow(flowId, sameMerchant)).toMatchObject({ flowId, status: 'pending' });
    for (const [method, path] of [
      ['GET', links.self],
      ['GET', links.progress],
      ['DELETE', links.self],
    ] as const)
      expect(await refusal(method, path, otherMerchant)).toEqual([404, 'not-found']);
    expect(await readFlow(flowId)).toMatchObject({ status: 'pending' });
  });

  it('reading a result needs the scope for it; starting and watching does not', async () => {
    const { withoutResults = '' } = stack.otherKeys ?? {};
    const { links } = await start('authentication', {}, { credential: withoutResults });
    expect(await refusal('GET', links.self, withoutResults)).toEqual([403, 'forbidden']);
    expect((await call('GET', links.progress, { credential: withoutResults })).status).toBe(200);
  });
});
