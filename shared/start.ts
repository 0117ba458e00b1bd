import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { clientTokenOf } from './client-token.ts';
import { newFlowId } from './flow-id.ts';
import type { FlowStore } from './flow-store.ts';
import type { StoredFlow } from './stored-flow.ts';
import { claimKey, startUnknown, type Claim } from './idempotency.ts';
import { describe, log } from './log.ts';
import type { Machines } from './machines.ts';
import { longestLifeSeconds } from './personal-table.ts';
import { seconds, type Table } from './table.ts';
import type { AnyPollingFlow, View } from './polling-flow.ts';
import { ProblemError } from './problem.ts';
import {
  BudgetExhausted,
  ProviderNotConfigured,
  ProviderRejected,
  ProviderUnavailable,
  RefusedForPayer,
} from './provider-error.ts';
import type { RateBudget } from './rate-budget.ts';
import { turn } from './rate-turn.ts';

export interface StartDependencies<Client> {
  readonly provider: string;
  readonly table: Table;
  readonly store: FlowStore;
  readonly budget: RateBudget;
  readonly machines: Machines;
  readonly client: () => Promise<Client>;
  readonly watch: <Answer>(call: Promise<Answer>) => Promise<Answer>;
  readonly macKey: () => Promise<string>;
}

export interface StartRequest {
  readonly merchant: string;
  readonly merchantReference: string | undefined;
  readonly returnUrl: string | undefined;
  readonly idempotencyKey: string | undefined;
  /** The whole request, as checked; an Idempotency-Key stands for exactly this. */
  readonly body: unknown;
}

export interface StartedFlow {
  readonly flowId: string;
  readonly flow: string;
  readonly status: StoredFlow['status'];
  readonly view: View;
  readonly clientToken: string;
  /** Seconds. */
  readonly deadline: number;
}

/**
 * Starts a flow: seat, provider, table, machine. A machine that cannot be started is no failure: the flow is due, and the
 * clock starts it.
 * @throws ProblemError, or what the provider's client throws
 */
export const startFlow = async <Client>(
  flow: AnyPollingFlow<Client>,
  request: StartRequest,
  dependencies: StartDependencies<Client>,
): Promise<StartedFlow> => {
  const { table, store } = dependencies;
  const macKey = await dependencies.macKey();
  const { idempotencyKey: key, merchant, body } = request;
  const { route, movesMoney } = flow;
  const claim =
    key === undefined ? undefined : await claimKey(table, { macKey, merchant, route, key, body, movesMoney });
  if (claim && 'flowId' in claim) {
    const earlier = await store.find(claim.flowId);
    if (!earlier) throw new ProblemError('gone');
    return describeStart(earlier, macKey);
  }
  try {
    return describeStart(await startOrder(flow, request, claim, macKey, dependencies), macKey);
  } catch (error) {
    if (movesMoney && !nothingWasDone(error)) {
      log.error('start.outcome-unknown', { flow: flow.name, merchant, ...describe(error) });
      throw startUnknown(error);
    }
    await claim?.release();
    // The claim ran out while the provider was slow, and another request has taken over.
    if (claim && lostCondition(error)) throw new ProblemError('in-progress', { retryAfterSeconds: 1 });
    throw error;
  }
};

/** Whether the provider has started nothing for certain. Any other error may hide an order in front of the payer. */
const nothingWasDone = (error: unknown): boolean =>
  [ProviderRejected, RefusedForPayer, ProviderNotConfigured, BudgetExhausted].some((known) => error instanceof known) ||
  (error instanceof ProviderUnavailable && error.httpStatus === 429);

const lostCondition = (error: unknown): boolean =>
  error instanceof TransactionCanceledException &&
  (error.CancellationReasons ?? []).some(({ Code }) => Code === 'ConditionalCheckFailed');

const startOrder = async <Client>(
  flow: AnyPollingFlow<Client>,
  { merchant, merchantReference, returnUrl, body }: StartRequest,
  claim: Claim | undefined,
  macKey: string,
  { provider, table, store, budget, machines, client, watch }: StartDependencies<Client>,
): Promise<StoredFlow> => {
  const createdAt = seconds(table.now());
  const flowId = newFlowId(macKey, merchant, table.now());
  const deadline = createdAt + flow.giveUpAfterSeconds;
  await (flow.showsCode ? budget.seat(flowId, deadline) : budget.refuseWhileClosed());
  const stored = {
    flowId,
    flow: flow.name,
    provider,
    merchant,
    merchantReference,
    returnUrl,
    status: 'pending' as const,
    movesMoney: flow.movesMoney,
    createdAt,
    deadline,
    expiresAt: createdAt + Math.min(flow.keepForSeconds, longestLifeSeconds),
  };
  try {
    // A new start is watched by definition, so it goes with the first.
    await turn(budget, 'watched', 0);
    const started = await watch(flow.start(await client(), body, { returnUrl }));
    const whole = { ...stored, ...started };
    await store.create(whole, flow.showsCode ? body : undefined, claim?.complete(flowId, stored.expiresAt));
    const executionStarted = await machines.start(flow.name, flowId).then(
      () => true,
      (error: unknown) => {
        log.error('machine.not-started', { flowId, flow: flow.name, ...describe(error) });
        return false;
      },
    );
    log.info('flow.started', { flowId, flow: flow.name, merchant, executionStarted });
    return { ...whole, dueAt: 0, faults: 0, announced: false, result: undefined };
  } catch (error) {
    await budget.seats.leave(flowId);
    if (error instanceof ProviderUnavailable && error.retryAfterSeconds !== undefined)
      await budget.close(error.retryAfterSeconds);
    throw error;
  }
};

/** What a start is answered with. */
export const describeStart = (
  flow: Pick<StoredFlow, 'flowId' | 'flow' | 'status' | 'view' | 'deadline'>,
  macKey: string,
): StartedFlow => ({
  flowId: flow.flowId,
  flow: flow.flow,
  status: flow.status,
  view: flow.view ?? {},
  clientToken: clientTokenOf(macKey, flow.flowId),
  deadline: flow.deadline,
});
