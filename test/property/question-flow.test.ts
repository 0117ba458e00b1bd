import fc from 'fast-check';
import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { expect, it } from 'vitest';
import { endFlow } from '../../shared/end.ts';
import { ProviderRejected, ProviderUnavailable } from '../../shared/provider-error.ts';
import { Donors, vera } from '../fakes/donors.ts';

/** What befalls the next call of Billecta or of a table, before it has its effect or after it. */
const fate = fc.constantFrom('well', 'well', 'well', 'well', 'well', 'lost-before', 'lost-after', 'crash-before', 'crash-after', 'refused'); // prettier-ignore
type Fate = typeof fate extends fc.Arbitrary<infer Value> ? Value : never;
const action = fc.constantFrom('poll', 'poll', 'poll', 'identify', 'confirm', 'confirm-other', 'cancel', 'clock', 'others-debtor', 'others-approval'); // prettier-ignore
type Action = typeof action extends fc.Arbitrary<infer Value> ? Value : never;
const step = fc.record({
  actions: fc.array(action, { minLength: 1, maxLength: 4 }),
  fates: fc.array(fate, { maxLength: 12 }),
  passes: fc.constantFrom(0, 1, 5, 36, 120, 600),
});

const ofOthers = { Active: true, Stage: 'Approved', ClearingNo: '6000', AccountNo: '0000042' };

class Dead extends Error {}

it('crashes, polls, answers and debtors of others in any order make one approval and one contract at most, and none unless it was confirmed', async () => {
  const reached = { complete: 0, failed: 0, expired: 0, cancelled: 0, crashes: 0 };
  await fc.assert(
    fc.asyncProperty(
      fc.boolean(),
      fc.array(step, { minLength: 1, maxLength: 10 }),
      fc.scheduler(),
      async (isAsked, steps, scheduler) => {
        const world = new Donors();
        const { billecta } = world;
        billecta.accounts = ['0000018', '0000026'].map((AccountNo) => ({
          ClearingNo: '5000',
          AccountNo,
          AutogiroCompatible: 'Approved',
        }));
        const flowId = await (isAsked ? world.asked() : world.give());
        let fates: Fate[] = [];
        const crash = () => {
          reached.crashes += 1;
          return new Dead();
        };
        billecta.fate = async (operation) => {
          await scheduler.schedule(Promise.resolve(), operation);
          switch (fates.shift()) {
            case 'crash-before':
              return { before: crash() };
            case 'crash-after':
              return { after: crash() };
            case 'lost-before':
              return { before: new ProviderUnavailable('no answer') };
            case 'lost-after':
              return { after: new ProviderUnavailable('no answer') };
            case 'refused':
              return /\.(create|update)$/.test(operation) ? { before: new ProviderRejected(422) } : {};
            default:
              return {};
          }
        };
        const table = async ({ kind }: { kind: string }) => {
          await scheduler.schedule(Promise.resolve(), kind);
          if ((fates[0] ?? 'well').startsWith('crash')) {
            fates.shift();
            throw crash();
          }
        };
        world.dynamo.before = table;
        world.ledgerDynamo.before = table;

        const dies = async (work: Promise<unknown>): Promise<void> => {
          await work.catch((error: unknown) => {
            if (!(error instanceof Dead)) throw error;
          });
        };
        const confirm = async (accountId: string): Promise<void> => {
          await dies(world.confirm(flowId, { accountId, confirms: true }));
        };
        const cancel = async (): Promise<void> => {
          const flow = await world.store.find(flowId);
          if (flow?.status !== 'pending' || flow.movesMoney) return;
          await endFlow(flow, { status: 'cancelled', hint: 'cancelled' }, world.store, world.budget.seats);
        };
        const act: Record<Action, () => Promise<unknown>> = {
          poll: () => dies(world.poll(flowId)),
          identify: () => {
            billecta.identify();
            return Promise.resolve();
          },
          confirm: () => confirm('1'),
          'confirm-other': () => confirm('2'),
          cancel: () => dies(cancel()),
          clock: () => dies(world.clock()),
          'others-debtor': () => Promise.resolve(billecta.add({ OrgNo: vera })),
          'others-approval': () => Promise.resolve(billecta.add({ OrgNo: vera, Autogiro: ofOthers })),
        };
        const holds = () => {
          const { status, answer, result } = world.item(flowId) ?? {};
          const ours = billecta.debtors.filter(({ DebtorExternalId: id }) => id !== undefined);
          const approved = billecta.debtors.filter(
            ({ Autogiro }) => Autogiro !== undefined && !isDeepStrictEqual(Autogiro, ofOthers),
          );
          assert.ok(ours.length <= 1, 'two debtors');
          assert.ok(approved.length <= 1, 'two approvals');
          assert.ok(billecta.contracts.length <= 1, 'two contracts');
          assert.ok(answer !== undefined || approved.length === 0, 'an approval that nobody has confirmed');
          if (status === 'expired' || status === 'cancelled')
            assert.equal(answer, undefined, 'called off after the answer');
          if (status === 'complete') {
            const made = result as {
              debtorId: string;
              contractId: string;
              approval: { account: { accountNumber: string } };
            };
            assert.equal(made.contractId, billecta.contracts[0]?.['ActionPublicId']);
            const { Autogiro } = billecta.debtor(made.debtorId) as { Autogiro: { AccountNo: string } };
            assert.equal(
              made.approval.account.accountNumber,
              Autogiro.AccountNo,
              'another account than the confirmed one',
            );
          }
        };
        for (const { actions, fates: next, passes } of steps) {
          fates = [...next];
          await scheduler.waitFor(Promise.all(actions.map((name) => act[name]())));
          holds();
          world.pass(passes);
        }

        // The weather clears: what was confirmed is carried through, and what was not ends at its deadline.
        fates = [];
        for (let look = 0; look < 40 && world.item(flowId)?.status === 'pending'; look += 1) {
          world.pass(36);
          await scheduler.waitFor(world.poll(flowId));
          holds();
        }
        const { status = 'gone', answer } = world.item(flowId) ?? {};
        expect(status).not.toBe('pending');
        assert.ok(answer === undefined || status === 'complete' || status === 'failed');
        if (status in reached) reached[status as keyof typeof reached] += 1;
      },
    ),
    { numRuns: 500 },
  );
  for (const [what, times] of Object.entries(reached)) assert.ok(times > 10, what);
});
