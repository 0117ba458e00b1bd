import type { Payment } from '../../local/simulators/swish/payments.ts';
import type { Attributes } from '../fakes/expressions.ts';
import { currentProcess, type Process } from './process.ts';
import type { World } from './world.ts';

/** The flow in which a payer follows a payment with Swish. */
interface PayerFlow {
  readonly paymentId: string;
  end?: { readonly status: string; readonly hint: unknown };
}

/** Watches creations at Swish: of one Idempotency-Key there are never two requests that can be paid. */
export class SwishWatch {
  readonly #world: World;
  readonly flows = new Map<string, PayerFlow>();

  constructor(world: World) {
    this.#world = world;
  }

  /** Swish has taken a request, whether we hear it or not. */
  requested(process: Process, paymentId: string): void {
    process.mark = undefined;
    const [, ...earlier] = this.#world.swish.requests.filter((each) => each.paymentId === paymentId).reverse();
    if (earlier.some(({ thing }) => isPayable(thing)))
      this.#world.violate('double request: there are two of one Idempotency-Key that can be paid');
    if (earlier.length > 0) this.#world.saw('request whose token was lost made anew');
  }

  sent({ creation }: Process): void {
    if (creation.takenOver && creation.isUnknownThere) this.#world.saw('request sent again after a 404');
    creation.asked = true;
  }

  wasRead({ creation }: Process, status: number): void {
    creation.isUnknownThere = status === 404;
  }

  cancelled(process: Process, payment: Payment | undefined, status: number): void {
    if (status === 422 && payment?.status === 'PAID') this.#world.saw('cancellation lost to the payment');
    if (status === 200 && process.kind === 'poll') this.#world.saw('request cancelled for its payer');
    if (process.creation.takenOver) process.mark = 'former cancelled';
  }

  personalWritten(pk: string, before: Attributes | undefined, after: Attributes | undefined): void {
    if (after?.['flow'] !== 'swish-payment') return;
    const flowId = pk.slice('flow#'.length);
    if (!before) {
      this.flows.set(flowId, { paymentId: String(after['reference']) });
      currentProcess().mark = 'payer flow put';
    }
    const flow = this.flows.get(flowId);
    if (flow && before?.['status'] === 'pending' && after['status'] !== 'pending')
      flow.end = { status: String(after['status']), hint: after['hint'] };
  }

  ledgerDid(process: Process, label: string, held: boolean): void {
    const { kind, subject, creation } = process;
    if (kind === 'api' && !held && label.endsWith('SET creationLeaseUntil'))
      this.#world.saw('creation taken over by another');
    if (!held) return;
    switch (label) {
      case 'Update payment: SET creationLeaseUntil':
        creation.takenOver = !creation.asked;
        return;
      case 'Update payment: SET candidate':
        process.mark = 'attempt chosen';
        return;
      case 'Update payment: SET providerPaymentId':
        if (kind === 'sync' || kind === 'poll') this.#adopted(subject);
        if (kind !== 'api') return;
        process.mark = undefined;
        if (creation.takenOver && !creation.asked) this.#world.saw('lost request found by its id');
    }
  }

  /** @param subject a payment, or the flow of one */
  #adopted(subject: string): void {
    const paymentId = this.flows.get(subject)?.paymentId ?? subject;
    if (this.#world.swish.requests.some((each) => each.paymentId === paymentId))
      this.#world.saw('request adopted before its caller asked again');
  }
}

/** Whether money may still move, or has. */
const isPayable = ({ status, errorCode }: Payment): boolean =>
  status === 'CREATED' || status === 'PAID' || errorCode === 'DS24';
