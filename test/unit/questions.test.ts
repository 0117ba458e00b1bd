import { describe, expect, it } from 'vitest';
import { ProviderContractBroken, ProviderUnavailable } from '../../shared/provider-error.ts';
import { endFlow } from '../../shared/end.ts';
import { Donors } from '../fakes/donors.ts';

const made = ({ billecta }: Donors) => [billecta.debtors.length, billecta.contracts.length];
const cancelled = { status: 'cancelled', hint: 'cancelled' } as const;
const stored = async (world: Donors, flowId: string) => {
  const flow = await world.store.find(flowId);
  if (!flow) throw new Error('the flow is gone');
  return flow;
};

describe('a question that is open', () => {
  it('is nobody’s to ask the provider about, and frees the seat and the request', async () => {
    const world = new Donors();
    const flowId = await world.asked();
    const before = world.provider.requests.length;
    world.pass(600);
    expect(await world.poll(flowId)).toEqual({ flowId, status: 'pending', waitSeconds: 20 });
    expect(world.provider.requests).toHaveLength(before);
    expect(world.seats).toEqual([]);
    expect([...world.dynamo.items.keys()].some((pk) => pk.startsWith('request#'))).toBe(false);
  });

  it.each([
    [
      'a donor who walks away',
      async (world: Donors, flowId: string) => {
        world.pass(900);
        await world.poll(flowId);
      },
      'expired',
    ],
    [
      'the clock',
      async (world: Donors) => {
        world.pass(900);
        await world.clock();
      },
      'expired',
    ],
    [
      'a cancellation',
      async (world: Donors, flowId: string) => {
        await endFlow(await stored(world, flowId), cancelled, world.store, world.budget.seats);
      },
      'cancelled',
    ],
  ])('%s ends it: nothing is made, and no account stays', async (_, end, status) => {
    const world = new Donors();
    const flowId = await world.asked();
    await end(world, flowId);
    expect(world.item(flowId)).toMatchObject({ status });
    expect(JSON.stringify([...world.dynamo.items])).not.toMatch(/0000018|198001139297|Vera/);
    expect(await world.confirm(flowId)).toMatchObject({ status: 409, body: { code: 'not-asked' } });
    await world.poll(flowId);
    expect(made(world)).toEqual([0, 0]);
  });

  it('is not closed by a look that began before it was asked', async () => {
    const world = new Donors();
    const flowId = await world.give();
    const early = await stored(world, flowId);
    world.billecta.identify();
    await world.poll(flowId);
    expect(await world.store.progress(early, { hint: 'late', view: {} })).toBe(false);
    expect(await world.store.noteFault(early, 'provider-unavailable')).toBe(false);
    expect(await world.store.end(early, { status: 'failed', hint: 'late' })).toBe(false);
    expect(await world.store.ask(early, { hint: 'late', view: {}, memory: {} }, early.deadline)).toBe(false);
    expect(world.item(flowId)).toMatchObject({ status: 'pending', hint: 'confirm-approval' });
  });
});

describe('an answer', () => {
  it.each([
    ['an account that was not offered', { accountId: '2', confirms: true }],
    ['a name of JavaScript’s', { accountId: '__proto__', confirms: true }],
    ['no confirmation', { accountId: '1' }],
    ['a refusal', { accountId: '1', confirms: false }],
    ['more than is asked for', { accountId: '1', confirms: true, accountNumber: '0000018' }],
  ])('with %s is refused', async (_, body) => {
    const world = new Donors();
    const flowId = await world.asked();
    expect(await world.confirm(flowId, body)).toMatchObject({ status: 422, body: { code: 'invalid-request' } });
    expect(world.item(flowId)).toMatchObject({ question: 'open' });
  });

  it('before the question is refused', async () => {
    const world = new Donors();
    const flowId = await world.give();
    expect(await world.confirm(flowId)).toMatchObject({ status: 409, body: { code: 'not-asked' } });
  });

  it('after the deadline is refused, though nobody has ended the flow', async () => {
    const world = new Donors();
    const flowId = await world.asked();
    world.pass(900);
    expect(await world.confirm(flowId)).toMatchObject({ status: 409, body: { code: 'not-asked' } });
  });

  it('is taken once: the same again is fine, also after the end, and another is refused', async () => {
    const world = new Donors();
    world.billecta.accounts = ['0000018', '0000026'].map((AccountNo) => ({
      ClearingNo: '5000',
      AccountNo,
      AutogiroCompatible: 'Approved',
    }));
    const flowId = await world.asked();
    world.startedMachines.length = 0;
    expect(await world.confirm(flowId)).toMatchObject({ status: 200 });
    expect(await world.confirm(flowId)).toMatchObject({ status: 200, body: { status: 'pending' } });
    const other = { accountId: '2', confirms: true };
    expect(await world.confirm(flowId, other)).toMatchObject({ status: 409, body: { code: 'answered-otherwise' } });
    expect(world.startedMachines).toEqual([{ flow: 'autogiro-donor', flowId, attempt: world.now }]);
    await world.poll(flowId);
    expect(await world.confirm(flowId)).toMatchObject({ status: 200, body: { status: 'complete' } });
    expect(await world.confirm(flowId, other)).toMatchObject({ status: 409 });
    expect(made(world)).toEqual([1, 1]);
  });

  it('whose machine cannot be started is carried out by the clock', async () => {
    const world = new Donors();
    const flowId = await world.asked();
    world.machinesAreAway = true;
    expect(await world.confirm(flowId)).toMatchObject({ status: 200 });
    world.machinesAreAway = false;
    world.startedMachines.length = 0;
    await world.clock();
    expect(world.startedMachines).toMatchObject([{ flowId }]);
  });

  it('shows the proof at once, and keeps a cancellation or a deadline from ending it', async () => {
    const world = new Donors();
    const flowId = await world.asked();
    const before = await stored(world, flowId);
    await world.confirm(flowId);
    expect(world.item(flowId)).toMatchObject({
      hint: 'setting-up',
      movesMoney: true,
      result: { debtorId: null, contractId: null, approval: { account: { accountNumber: '0000018' } } },
    });
    expect(world.item(flowId)).not.toHaveProperty('view');
    expect(await endFlow(before, cancelled, world.store, world.budget.seats)).toBe(false);
    world.pass(3600);
    await world.clock();
    expect(world.item(flowId)).toMatchObject({ status: 'pending' });
    expect(await world.poll(flowId)).toMatchObject({ status: 'complete' });
    expect(made(world)).toEqual([1, 1]);
  });
});

describe('what is carried out', () => {
  const confirmed = async () => {
    const world = new Donors();
    const flowId = await world.asked();
    await world.confirm(flowId);
    return { world, flowId };
  };

  it.each(['debtors.create', 'contracts.create'])(
    'finds again what was made when the answer of %s was lost',
    async (lost) => {
      const { world, flowId } = await confirmed();
      let times = 0;
      world.billecta.fate = (operation) =>
        operation === lost && times++ === 0 ? { after: new ProviderUnavailable('no answer') } : {};
      expect(await world.poll(flowId)).toMatchObject({ status: 'complete' });
      expect(made(world)).toEqual([1, 1]);
    },
  );

  it.each([
    ['was never heard', 'debtors.create', new ProviderUnavailable('no answer')],
    ['was never heard', 'contracts.create', new ProviderUnavailable('no answer')],
    ['cannot be read', 'contracts.create', new ProviderContractBroken('contracts.create')],
  ])('that %s (%s) is asked for again only when it cannot arrive any more', async (_, lost, error) => {
    const { world, flowId } = await confirmed();
    world.billecta.fate = (operation) => (operation === lost ? { before: error } : {});
    expect(await world.poll(flowId)).toEqual({ flowId, status: 'pending', waitSeconds: 35 });
    world.billecta.fate = () => ({});
    expect(await world.poll(flowId)).toMatchObject({ status: 'pending' });
    expect(world.provider.count(lost)).toBe(1);
    world.pass(36);
    expect(await world.poll(flowId)).toMatchObject({ status: 'complete' });
    expect(made(world)).toEqual([1, 1]);
  });

  it('is parked where nobody can tell what was made: never repeated, alarmed once, and told at the end', async () => {
    const { world, flowId } = await confirmed();
    world.billecta.fate = (operation) =>
      operation === 'contracts.create' ? { before: new ProviderUnavailable('no answer') } : {};
    await world.poll(flowId);
    world.pass(36);
    const debtor = world.billecta.debtors[0]?.['DebtorPublicId'];
    for (let count = 0; count < 11; count += 1)
      world.billecta.contracts.push({
        DebtorPublicId: debtor,
        ActionPublicId: String(count),
        State: { IsPaused: false },
      });
    world.billecta.fate = () => ({});
    for (const age of [0, 600, 36_000]) {
      world.pass(age);
      await world.poll(flowId);
      expect(world.item(flowId)).toMatchObject({ status: 'pending', hint: 'outcome-unknown' });
    }
    expect(world.provider.count('contracts.create')).toBe(1);
    world.pass(48_000);
    expect(await world.poll(flowId)).toMatchObject({ status: 'failed', announcement: { hint: 'outcome-unknown' } });
    expect(world.item(flowId)).toMatchObject({ result: { approval: { account: { accountNumber: '0000018' } } } });
  });

  it('is not disturbed by looks at the same time', async () => {
    const { world, flowId } = await confirmed();
    await Promise.all(Array.from({ length: 5 }, () => world.poll(flowId)));
    world.pass(36);
    await world.poll(flowId);
    expect(world.item(flowId)).toMatchObject({ status: 'complete' });
    expect(made(world)).toEqual([1, 1]);
  });

  it('leaves no personal data in the ledger, and none anywhere when it is erased', async () => {
    const { world, flowId } = await confirmed();
    await world.poll(flowId);
    const kinds = [...world.ledgerDynamo.items.keys()].map((pk) => pk.replace(/#.*/, ''));
    expect(kinds.toSorted()).toEqual(['operation', 'watched', 'watched']);
    expect(JSON.stringify([...world.ledgerDynamo.items])).not.toMatch(/198001139297|0000018|Vera|Rent vatten/);
    expect(world.item(flowId)).not.toHaveProperty('memory');
    world.pass(85_500);
    await world.clock();
    expect(JSON.stringify([...world.dynamo.items])).not.toMatch(/198001139297|0000018|Vera/);
  });

  it('goes on after a crash at any call of a table', async () => {
    for (let dies = 0; ; dies += 1) {
      const { world, flowId } = await confirmed();
      let calls = 0;
      const die = () => {
        if (calls++ === dies) throw new Error('dead');
      };
      world.dynamo.before = die;
      world.ledgerDynamo.before = die;
      const isWhole = await world.poll(flowId).then(
        () => calls <= dies,
        () => false,
      );
      world.dynamo.before = () => undefined;
      world.ledgerDynamo.before = () => undefined;
      for (let look = 0; look < 3; look += 1) {
        world.pass(36);
        await world.poll(flowId);
      }
      expect(world.item(flowId)).toMatchObject({ status: 'complete' });
      expect(made(world)).toEqual([1, 1]);
      if (isWhole) break;
    }
  });
});
