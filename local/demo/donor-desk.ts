import * as z from 'zod';
import { donorResult } from '../../functions/billecta/autogiro-donor-request.ts';
import { contractAnswer } from '../../functions/billecta/contract-wire.ts';
import { autogiroAnswer } from '../../functions/billecta/debtor-answer.ts';
import { misunderstood, passOn, problem, type Answer } from './answer.ts';
import { externalIds } from './customers.ts';
import { donorRequest, donationToStart } from './donation-request.ts';
import type { Donation, DonationDeed } from './page/donor-shapes.ts';
import type { Call } from './page/shapes.ts';
import { phoneControl, phoneRefused } from './phone-control.ts';
import { label, mask } from './results.ts';
import type { Sluss } from './sluss.ts';
import { startedFrom } from './started-flow.ts';
import { tracesAt } from './traces.ts';

const product = z.object({ productId: z.string() });
const found = z.object({ products: z.array(product) });
const flow = z.object({ status: z.string(), result: donorResult.nullish() });
const approval = z.object({ approval: autogiroAnswer.nullable() });

/** What the charity keeps of a donation: the proof is erased at Sluss, and so must be. */
interface Kept {
  visitor: string;
  personalNumber: string;
  status: string;
  made: Donation['made'];
}

const unknownDonation = () => problem(404, 'not-found', 'The charity knows no such donation of yours.');
const unknownButton = () => problem(404, 'not-found', 'The desk has no such button.');

const madeFrom = ({ approval: proof, ...ids }: z.infer<typeof donorResult>): Donation['made'] => ({
  ...ids,
  proof: {
    ...proof,
    personalNumber: mask(proof.personalNumber),
    account: label(proof.account.clearingNumber, proof.account.accountNumber),
  },
});

/** What a charity's server does with its donors. A donation belongs to the visitor who started it. */
export function openDonorDesk(sluss: Sluss, simulatorUrl: string) {
  const donorIdOf = externalIds('donor');
  const purposeIdOf = externalIds('purpose');
  const bank = phoneControl(simulatorUrl, 'bank');
  const countTraces = tracesAt(simulatorUrl);
  const donations = new Map<string, Kept>();

  /** The product of a purpose: the one that is there, else a new one. */
  async function productFor(calls: Call[], purpose: string) {
    const externalId = purposeIdOf(purpose);
    const search = await sluss(calls, 'POST', '/v1/billecta/products/searches', { body: { externalId } });
    const there = found.safeParse(search.body).data?.products[0];
    if (search.status !== 200 || there) return { answer: search, productId: there?.productId };
    const body = { description: purpose, unitPrice: 0, vat: 0, externalId };
    const answer = await sluss(calls, 'POST', '/v1/billecta/products', { body });
    return { answer, productId: product.safeParse(answer.body).data?.productId };
  }

  async function contractOf(calls: Call[], contractId: string | null): Promise<Donation['contract']> {
    if (contractId === null) return null;
    const { body } = await sluss(calls, 'GET', `/v1/billecta/contracts/${contractId}`);
    const contract = contractAnswer.safeParse(body).data;
    return contract ? { isPaused: contract.isPaused, interval: contract.interval, nextRun: contract.nextRun } : null;
  }

  async function approvalOf(calls: Call[], debtorId: string | null): Promise<Donation['approval']> {
    if (debtorId === null) return null;
    const { body } = await sluss(calls, 'GET', `/v1/billecta/debtors/${debtorId}/autogiro-approval`);
    const there = approval.safeParse(body).data?.approval;
    if (!there) return null;
    const { isActive, stage, clearingNumber, accountNumber } = there;
    return { isActive, stage, account: label(clearingNumber ?? '', accountNumber ?? '') };
  }

  function carryOut(calls: Call[], deed: DonationDeed, debtorId: string, contractId: string) {
    const pauses = `/v1/billecta/contracts/${contractId}/pauses`;
    switch (deed) {
      case 'pause':
        return sluss(calls, 'POST', pauses, { body: {} });
      case 'resume':
        return sluss(calls, 'DELETE', pauses);
      case 'end':
        return sluss(calls, 'DELETE', `/v1/billecta/debtors/${debtorId}/autogiro-approval`);
      case 'bank-approve':
      case 'bank-fail':
      case 'bank-remove':
        return bank(calls, 'POST', `/approvals/${debtorId}/${deed.replace('bank-', '')}`, {});
    }
  }

  return {
    /** Starts the set-up of a donor; the same key and donation again is the same flow. */
    async start(body: unknown, visitor: string, language: string): Promise<Answer> {
      const parsed = donationToStart.safeParse(body);
      if (!parsed.success) return misunderstood();
      const { key, donation } = parsed.data;
      const calls: Call[] = [];
      const { answer: refusal, productId } = await productFor(calls, donation.purpose);
      if (productId === undefined) return passOn(refusal, calls);
      const request = donorRequest(donation, key, productId, donorIdOf);
      const answer = await sluss(calls, 'POST', '/v1/billecta/autogiro/donors', { body: request, key, language });
      if (answer.status !== 201) return passOn(answer, calls);
      const started = startedFrom(answer.body);
      const { personalNumber } = donation;
      donations.set(started.flowId, { visitor, personalNumber, status: 'pending', made: null });
      return { status: 201, body: started, calls, remembers: true };
    },

    /** A donation (`Donation`) as the flow, and then Billecta, has it. */
    async read(flowId: string, visitor: string): Promise<Answer> {
      const kept = donations.get(flowId);
      if (kept?.visitor !== visitor) return unknownDonation();
      const calls: Call[] = [];
      if (kept.status === 'pending') {
        const answer = await sluss(calls, 'GET', `/v1/flows/${encodeURIComponent(flowId)}`);
        if (answer.status !== 200) return passOn(answer, calls);
        const { status, result } = flow.parse(answer.body);
        Object.assign(kept, { status, made: result ? madeFrom(result) : null });
      }
      const { status, made } = kept;
      const isOver = status !== 'pending';
      const donation: Donation = {
        status,
        made,
        contract: await contractOf(calls, made?.contractId ?? null),
        approval: await approvalOf(calls, made?.debtorId ?? null),
        traces: isOver && !made ? await countTraces(calls, kept.personalNumber) : null,
      };
      return { status: 200, body: donation, calls };
    },

    /** Pauses or resumes the contract, ends the approval, or lets the bank speak. An unknown word is a 404. */
    async act(flowId: string, deed: string, visitor: string): Promise<Answer> {
      const kept = donations.get(flowId);
      if (kept?.visitor !== visitor) return unknownDonation();
      const debtorId = kept.made?.debtorId ?? null;
      if (!isDeed(deed) || debtorId === null) return unknownButton();
      const calls: Call[] = [];
      const answer = await carryOut(calls, deed, debtorId, kept.made?.contractId ?? 'none');
      if (answer.status === 200) return { status: 200, body: {}, calls };
      return deed.startsWith('bank-') ? phoneRefused(answer.status, calls) : passOn(answer, calls);
    },
  };
}

const deeds: readonly string[] = [
  'pause',
  'resume',
  'end',
  'bank-approve',
  'bank-fail',
  'bank-remove',
] satisfies DonationDeed[];
const isDeed = (word: string): word is DonationDeed => deeds.includes(word);
