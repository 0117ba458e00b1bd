import { isDeepStrictEqual } from 'node:util';
import type { Attributes } from '../fakes/expressions.ts';
import type { Process } from './process.ts';
import type { World } from './world.ts';

type Made = 'debtor' | 'contract';

/** What became of one donor flow, here and at Billecta. */
export interface Donation {
  readonly personalNumber: string;
  isAnswered: boolean;
  /** Whether Billecta has refused to make something, or had an approval of another account by then. */
  isRefused: boolean;
  /** Whether its debtor has more contracts than can be looked through. */
  isUnclear: boolean;
  /** When it was answered or last looked for its donor's debtors, and when it made one; milliseconds since 1970. */
  lookedAt?: number;
  madeAt?: number;
  readonly debtor: string[];
  readonly contract: string[];
  end?: { readonly status: string; readonly hint: unknown; readonly result: unknown };
}

/** Watches donor flows: nothing is made before the donor has confirmed, and nothing twice; an answer stays. */
export class Donations {
  readonly #world: World;
  readonly byFlow = new Map<string, Donation>();

  constructor(world: World) {
    this.#world = world;
  }

  written(pk: string, before: Attributes | undefined, after: Attributes | undefined): void {
    if (after?.['flow'] !== 'autogiro-donor') return;
    const flowId = pk.slice('flow#'.length);
    const donation = this.byFlow.get(flowId);
    if (!before || !donation) {
      if (!before) this.byFlow.set(flowId, donationOf(after));
      return;
    }
    if (before['question'] === 'answered' && after['question'] !== 'answered')
      this.#world.violate('lost answer: the flow forgot that it was answered');
    if (before['question'] === 'answered' && !isDeepStrictEqual(before['answer'], after['answer']))
      this.#world.violate('lost answer: another one stands in its place');
    if (before['question'] === 'open' && after['question'] === 'answered') {
      donation.isAnswered = true;
      donation.lookedAt = this.#world.scheduler.now;
    }
    if (after['status'] === 'pending' || before['status'] !== 'pending') return;
    donation.end = { status: String(after['status']), hint: after['hint'], result: after['result'] };
    if (after['memory'] !== undefined) this.#world.violate('lost erasure: a flow that has ended remembers its request');
    if (before['hint'] !== 'outcome-unknown') return;
    if (after['hint'] === 'outcome-unknown') this.#world.saw('outcome unknown to the end');
    else this.#world.saw('outcome unknown, and learned after all');
  }

  /** Billecta has answered a call, whether we hear it or not. */
  answered(process: Process, call: string, isDone: boolean, body: string): void {
    const donation = this.byFlow.get(process.subject);
    if (!donation) return;
    const made = call === 'POST /v1/debtors/debtor' ? 'debtor' : call === contractCreation ? 'contract' : undefined;
    if (!isDone && (made || call.startsWith('PUT '))) donation.isRefused = true;
    if (!isDone) return;
    if (made) this.#made(process, donation, made, (JSON.parse(body) as { PublicId: string }).PublicId);
    if (call.startsWith('GET /v1/debtors/debtorsbyorgno/'))
      this.#looked(process, donation, JSON.parse(body) as Debtor[]);
    if (call.startsWith('GET /v1/debtors/debtorbyexternalid/') && donation.debtor.some((id) => body.includes(id)))
      this.#world.saw('lost debtor found by its external id');
    if (call.startsWith('GET /v1/contractinvoice/action/') && donation.contract.some((id) => call.endsWith(id)))
      this.#world.saw('lost contract found by its reference');
    if (call === 'POST /v1/search/actions' && contractsIn(body) > 10) donation.isUnclear = true;
  }

  #looked({ subject }: Process, donation: Donation, debtors: readonly Debtor[]): void {
    const { personal, scheduler } = this.#world;
    donation.lookedAt = scheduler.now;
    const memory = personal.items.get(`flow#${subject}`)?.['memory'] as Memory | undefined;
    const approved = debtors.flatMap(({ Autogiro }) => (Autogiro?.Active ? [Autogiro.AccountNo] : []));
    if (!memory?.approval || approved.length === 0) return;
    if (approved.includes(memory.approval.account.accountNumber)) this.#world.saw('approval there when it was set up');
    else {
      donation.isRefused = true;
      this.#world.saw('another account approved when it was set up');
    }
  }

  #made(process: Process, donation: Donation, what: Made, id: string): void {
    const { personal, scheduler } = this.#world;
    if (personal.items.get(`flow#${process.subject}`)?.['question'] !== 'answered')
      this.#world.violate(`unasked ${what}: made before the donor had confirmed`);
    donation[what].push(id);
    if (donation[what].length > 1) this.#world.violate(`double ${what}: one donation made two`);
    if (what === 'debtor') donation.madeAt ??= scheduler.now;
    if (process.state !== 'running') this.#world.saw('made when its maker was gone');
    process.mark = what === 'debtor' ? 'donor made' : undefined;
  }

  did(process: Process, label: string, held: boolean): void {
    const { subject, kind } = process;
    if (held || !this.byFlow.has(subject)) return;
    const { question, status } = this.#world.personal.items.get(`flow#${subject}`) ?? {};
    if (label === 'Put operation' && this.#world.isRunning('poll', subject, process))
      this.#world.saw('two looks carry out at once');
    if (label === 'Update flow: SET question' && kind === 'api') {
      if (status === 'cancelled') this.#world.saw('answer lost to the cancellation');
      else if (question === 'open') this.#world.saw('answer lost to the deadline');
      else this.#world.saw('answer given twice at once');
    }
    if (label === 'Update flow: SET status' && kind === 'flows' && question === 'answered')
      this.#world.saw('cancellation lost to the answer');
  }
}

const contractCreation = 'POST /v1/contractinvoice/action';

/** A debtor at Billecta, and what a flow remembers, as far as they are looked at here. */
interface Debtor {
  readonly Autogiro?: { readonly Active: boolean; readonly AccountNo: string } | null;
}
interface Memory {
  readonly approval?: { readonly account: { readonly accountNumber: string } };
}

const donationOf = ({ memory }: Attributes): Donation => ({
  personalNumber: (memory as { asked: { personalNumber: string } }).asked.personalNumber,
  isAnswered: false,
  isRefused: false,
  isUnclear: false,
  debtor: [],
  contract: [],
});

const contractsIn = (body: string): number =>
  (JSON.parse(body) as { ContractInvoiceActions: unknown[] }).ContractInvoiceActions.length;
