import { describe, expect, test } from 'vitest';
import { openDonorDesk } from '../../../local/demo/donor-desk.ts';
import type { DonationDeed } from '../../../local/demo/page/donor-shapes.ts';
import type { Sluss } from '../../../local/demo/sluss.ts';

const key = '1b4e28ba-2fa1-41d2-883f-0016d3cca427';
const debtorId = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
const productId = '3f2504e0-4f89-41d3-9a0c-0305e82c3302';
const donation = {
  ...{ personalNumber: '198507099805', bank: 'SEB', amount: 15_000, interval: 'monthly', dayOfMonth: 27 },
  purpose: 'Rent vatten',
};
const asked = { key, donation };
const account = {
  ...{ bank: 'SEB', name: 'Privatkonto', holderName: 'Ebba Påhitt' },
  ...{ clearingNumber: '5000', accountNumber: '0000018', autogiro: 'approved' },
};
const text = { sv: 'Medgivande', en: 'Approval' };
const approval = { personalNumber: '198507099805', at: '2026-11-21T10:00:00Z', account, bankIdReference: 'b-1', text };
const result = { debtorId, contractId: '2000000001', firstWithdrawal: '2026-12-27', approval };
const contract = {
  ...{ contractId: '2000000001', debtorId, merchantReference: null, isPaused: false, interval: 'monthly' },
  ...{ start: '2026-12-27', end: null, lastRun: null, nextRun: '2026-12-27', autogiro: true, attestsItself: true },
  amount: null,
};
const there = {
  ...{ isActive: true, stage: 'pending', clearingNumber: '5000', accountNumber: '0000018', bank: 'SEB' },
  ...{ payerNumber: '8507099805', firstWithdrawal: null },
};

interface Sent {
  call: string;
  body: unknown;
  key: string | undefined;
}

/** A desk whose Sluss says yes, and whose simulator nobody hears. */
function open(answers: Record<string, { status: number; body: unknown }> = {}) {
  const sent: Sent[] = [];
  const usual: typeof answers = {
    'POST /v1/billecta/products/searches': { status: 200, body: { products: [] } },
    'POST /v1/billecta/products': { status: 201, body: { productId } },
    'POST /v1/billecta/autogiro/donors': {
      status: 201,
      body: { flowId: 'f-1', clientToken: 't', view: null, deadline: '2099-12-31T00:00:00Z', links: {} },
    },
    'GET /v1/flows/f-1': { status: 200, body: { status: 'complete', result } },
    'GET /v1/billecta/contracts/2000000001': { status: 200, body: contract },
    [`GET /v1/billecta/debtors/${debtorId}/autogiro-approval`]: { status: 200, body: { debtorId, approval: there } },
  };
  const sluss: Sluss = (calls, method, path, options) => {
    const call = `${method} ${path}`;
    sent.push({ call, body: options?.body, key: options?.key });
    const answer = answers[call] ?? usual[call] ?? { status: 200, body: {} };
    calls.push({ from: 'shop', method, path, status: answer.status });
    return Promise.resolve({ ...answer, retryAfter: null });
  };
  return { sent, desk: openDonorDesk(sluss, 'http://127.0.0.1:1') };
}

describe('a donation', () => {
  test('is started under the page’s key, to a product of its purpose', async () => {
    const { desk, sent } = open();
    const started = await desk.start(asked, 'me', 'sv');
    expect(started).toMatchObject({ status: 201, body: { flowId: 'f-1', view: {} }, remembers: true });
    const { purpose, ...terms } = donation;
    expect(sent[1]?.body).toMatchObject({ description: purpose, unitPrice: 0, vat: 0 });
    expect(sent[2]).toEqual({
      call: 'POST /v1/billecta/autogiro/donors',
      key,
      body: {
        ...terms,
        product: { productId, description: purpose },
        externalId: expect.stringMatching(/^demo-donor-/) as string,
        merchantReference: 'demo-1b4e28ba',
      },
    });
    expect(JSON.stringify(started.calls)).not.toContain('198507099805');
  });

  test('is for the product that is there already', async () => {
    const search = { status: 200, body: { products: [{ productId }] } };
    const { desk, sent } = open({ 'POST /v1/billecta/products/searches': search });
    await desk.start(asked, 'me', 'en');
    expect(sent.map(({ call }) => call)).not.toContain('POST /v1/billecta/products');
  });

  test.each(['POST /v1/billecta/products/searches', 'POST /v1/billecta/products', 'POST /v1/billecta/autogiro/donors'])(
    'is refused in Sluss’s words: %s',
    async (call) => {
      const refusal = { status: 422, body: { code: 'invalid-request' } };
      const { desk, sent } = open({ [call]: refusal });
      expect(await desk.start(asked, 'me', 'en')).toMatchObject(refusal);
      expect(sent.at(-1)?.call).toBe(call);
    },
  );

  test('is none without a key, nor of another shape', async () => {
    const { desk, sent } = open();
    expect((await desk.start({ donation }, 'me', 'en')).status).toBe(400);
    expect((await desk.start({ key, donation: { ...donation, interval: 'daily' } }, 'me', 'en')).status).toBe(400);
    expect(sent).toEqual([]);
  });

  test('is shown with its proof, contract and approval, and with no more of number and account than is needed', async () => {
    const { desk } = open();
    await desk.start(asked, 'me', 'en');
    const { status, body } = await desk.read('f-1', 'me');
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        status: 'complete',
        made: {
          ...{ debtorId, contractId: '2000000001', firstWithdrawal: '2026-12-27' },
          proof: {
            ...{ personalNumber: '19850709-••••', at: approval.at, account: '5000 ••• 0018' },
            ...{ bankIdReference: 'b-1', text },
          },
        },
        contract: { isPaused: false, interval: 'monthly', nextRun: '2026-12-27' },
        approval: { isActive: true, stage: 'pending', account: '5000 ••• 0018' },
        traces: null,
      },
    });
  });

  test('is kept with its proof when the flow is erased', async () => {
    const answers: Parameters<typeof open>[0] = {};
    const { desk } = open(answers);
    await desk.start(asked, 'me', 'en');
    await desk.read('f-1', 'me');
    answers['GET /v1/flows/f-1'] = { status: 410, body: {} };
    expect(await desk.read('f-1', 'me')).toMatchObject({
      status: 200,
      body: { made: { proof: { bankIdReference: 'b-1' } } },
    });
  });

  test('asks Billecta for nothing until something is made', async () => {
    const pending = { status: 200, body: { status: 'pending', result: null } };
    const { desk, sent } = open({ 'GET /v1/flows/f-1': pending });
    await desk.start(asked, 'me', 'en');
    expect(await desk.read('f-1', 'me')).toMatchObject({ status: 200, body: { made: null, traces: null } });
    expect(sent.at(-1)?.call).toBe('GET /v1/flows/f-1');
    expect((await desk.act('f-1', 'end', 'me')).status).toBe(404);
  });

  test('is nobody else’s', async () => {
    const { desk, sent } = open();
    await desk.start(asked, 'me', 'en');
    const before = sent.length;
    expect((await desk.read('f-1', 'another')).status).toBe(404);
    expect((await desk.act('f-1', 'pause', 'another')).status).toBe(404);
    expect((await desk.read('f-2', 'me')).status).toBe(404);
    expect(sent).toHaveLength(before);
  });
});

describe('what is done with a donation', () => {
  test.each<[DonationDeed, string]>([
    ['pause', 'POST /v1/billecta/contracts/2000000001/pauses'],
    ['resume', 'DELETE /v1/billecta/contracts/2000000001/pauses'],
    ['end', `DELETE /v1/billecta/debtors/${debtorId}/autogiro-approval`],
  ])('goes through Sluss: %s', async (deed, call) => {
    const { desk, sent } = open();
    await desk.start(asked, 'me', 'en');
    await desk.read('f-1', 'me');
    expect(await desk.act('f-1', deed, 'me')).toMatchObject({ status: 200, body: {} });
    expect(sent.at(-1)?.call).toBe(call);
  });

  test('by the bank goes to the simulator, which here does not answer', async () => {
    const { desk, sent } = open();
    await desk.start(asked, 'me', 'en');
    await desk.read('f-1', 'me');
    const before = sent.length;
    const { status, body, calls } = await desk.act('f-1', 'bank-approve', 'me');
    expect({ status, body }).toMatchObject({ status: 502, body: { code: 'simulator-unreachable' } });
    expect(calls).toMatchObject([{ from: 'bank', path: `/_simulator/approvals/${debtorId}/approve` }]);
    expect(sent).toHaveLength(before);
  });

  test('is nothing by an unknown word', async () => {
    const { desk } = open();
    await desk.start(asked, 'me', 'en');
    await desk.read('f-1', 'me');
    expect((await desk.act('f-1', 'bank-steal', 'me')).status).toBe(404);
  });
});
