import { DeleteCommand, GetCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { due, seconds, whenConditionHolds, type Table } from './table.ts';
import type { Started, View } from './polling-flow.ts';
import { type Ending, type StoredFlow, storedFlow } from './stored-flow.ts';
import { lastMomentOf } from './waiting.ts';

/** How a claim of an Idempotency-Key joins the transaction that puts the flow. */
export type ClaimWrite = NonNullable<
  NonNullable<ConstructorParameters<typeof TransactWriteCommand>[0]['TransactItems']>[number]
>;

const flowKey = (flowId: string) => ({ pk: `flow#${flowId}` });
const requestKey = (flowId: string) => ({ pk: `request#${flowId}` });

/** A machine that has not polled for so long is taken for dead, and the clock starts another. */
const heartbeatSeconds = 60;
/** A new order is being started by one poll; another may try after this. */
const orderLeaseSeconds = 20;

// An UpdateItem is an upsert: without these a late write would bring an erased person back.
const alive = 'attribute_exists(pk) AND expiresAt > :now';
const alivePending = `${alive} AND #status = :pending`;

/** Flows in the personal table. Every write is conditional: an ended flow stays ended and an erased one stays erased. */
export class FlowStore {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  #now = (): number => seconds(this.#table.now());

  /**
   * Puts a new flow, what further orders of it are started with, if there can be any, and the claim of its
   * Idempotency-Key: all or nothing.
   */
  async create(
    flow: Omit<
      StoredFlow,
      'dueAt' | 'faults' | 'announced' | 'result' | 'orderLeaseUntil' | 'cancellation' | 'question' | 'answer'
    >,
    request: unknown,
    claim: ClaimWrite | undefined,
  ): Promise<void> {
    const { pk } = flowKey(flow.flowId);
    const requestPk = requestKey(flow.flowId).pk;
    const TableName = this.#table.name;
    await this.#table.dynamo.send(
      new TransactWriteCommand({
        TransactItems: [
          {
            Put: {
              TableName,
              Item: { pk, ...flow, ...due(pk, this.#heartbeat(flow)) },
              ConditionExpression: 'attribute_not_exists(pk)',
            },
          },
          ...(request === undefined
            ? []
            : [
                {
                  Put: {
                    TableName,
                    Item: { pk: requestPk, request, expiresAt: flow.deadline, ...due(requestPk, flow.deadline) },
                    ConditionExpression: 'attribute_not_exists(pk)',
                  },
                },
              ]),
          ...(claim ? [claim] : []),
        ],
      }),
    );
  }

  /** Undefined when it never was, is erased, or has expired: an expired item may still lie in the table. */
  async find(flowId: string): Promise<StoredFlow | undefined> {
    const { Item } = await this.#table.dynamo.send(
      new GetCommand({ TableName: this.#table.name, Key: flowKey(flowId), ConsistentRead: true }),
    );
    if (!Item) return undefined;
    const flow = storedFlow.parse(Item);
    return flow.expiresAt > this.#now() ? flow : undefined;
  }

  /** What a new order is started with; undefined when the flow's time is over. */
  async requestOf(flowId: string): Promise<unknown> {
    const { Item } = await this.#table.dynamo.send(
      new GetCommand({ TableName: this.#table.name, Key: requestKey(flowId), ConsistentRead: true }),
    );
    return Item?.['request'];
  }

  /**
   * Notes what one look found while the flow goes on, and that the next look comes after `waitSeconds`.
   * @returns false when it has ended, or is about another order by now
   */
  async progress(flow: StoredFlow, found: { hint: string; view: View }, waitSeconds = 0): Promise<boolean> {
    const unchanged =
      flow.hint === found.hint && flow.faults === 0 && JSON.stringify(flow.view) === JSON.stringify(found.view);
    const dueAt = this.#dueAt(flow, waitSeconds);
    if (unchanged && dueAt === flow.dueAt) return true;
    return this.#updateAsRead(
      flow,
      'SET hint = :hint, #view = :view, faults = :none, dueAt = :dueAt',
      { ':hint': found.hint, ':view': found.view, ':none': 0, ':dueAt': dueAt, ':reference': flow.reference },
      'AND #reference = :reference',
    );
  }

  /** The machine lives, though this time it may not ask the provider. */
  async beat(flow: StoredFlow, waitSeconds = 0): Promise<boolean> {
    const dueAt = this.#dueAt(flow, waitSeconds);
    return dueAt === flow.dueAt || this.#updatePending(flow.flowId, 'SET dueAt = :dueAt', { ':dueAt': dueAt });
  }

  /** Counts a fault of the provider. */
  async noteFault(flow: StoredFlow, hint: string, waitSeconds = 0): Promise<boolean> {
    return this.#updateAsRead(flow, 'SET hint = :hint, faults = :faults, dueAt = :dueAt', {
      ':hint': hint,
      ':faults': flow.faults + 1,
      ':dueAt': this.#dueAt(flow, waitSeconds),
    });
  }

  /** Somebody wants a flow that moves money to stop; its next look asks the provider, where that has such a call. */
  async requestCancellation(flowId: string): Promise<boolean> {
    const firstTime = 'AND attribute_not_exists(cancellation)';
    return this.#updatePending(flowId, 'SET cancellation = :requested', { ':requested': 'requested' }, firstTime);
  }

  /** The provider has been asked; what it says from now on settles the flow. */
  async noteCancellationPassedOn(flowId: string): Promise<boolean> {
    return this.#updatePending(flowId, 'SET cancellation = :passedOn', { ':passedOn': 'passed-on' });
  }

  /** Exactly one of several polls may start the new order; true for that one. */
  async claimNewOrder(flow: StoredFlow): Promise<boolean> {
    return this.#updateAsRead(
      flow,
      'SET orderLeaseUntil = :leaseUntil',
      { ':leaseUntil': this.#now() + orderLeaseSeconds, ':reference': flow.reference },
      'AND #reference = :reference AND (attribute_not_exists(orderLeaseUntil) OR orderLeaseUntil <= :now)',
    );
  }

  async replaceOrder(flow: StoredFlow, started: Started<string, unknown>): Promise<boolean> {
    return this.#updateAsRead(
      flow,
      'SET #reference = :new, hint = :hint, #view = :view, faults = :none, dueAt = :dueAt REMOVE orderLeaseUntil',
      {
        ':new': started.reference,
        ':hint': started.hint,
        ':view': started.view,
        ':none': 0,
        ':dueAt': this.#dueAt(flow, 0),
        ':reference': flow.reference,
      },
      'AND #reference = :reference',
    );
  }

  /** Puts the flow's question to the payer, once. @param deadline until when it may be answered */
  async ask(
    flow: StoredFlow,
    asked: { hint: string; view: View; memory: unknown },
    deadline: number,
  ): Promise<boolean> {
    const asks = await this.#updateAsRead(
      flow,
      'SET question = :open, memory = :memory, hint = :hint, #view = :view, faults = :none, deadline = :deadline, dueAt = :dueAt',
      {
        ':open': 'open',
        ':memory': asked.memory,
        ':hint': asked.hint,
        ':view': asked.view,
        ':none': 0,
        ':deadline': deadline,
        ':dueAt': this.#heartbeat({ ...flow, deadline }),
        ':reference': flow.reference,
      },
      'AND #reference = :reference',
    );
    if (asks) await this.#eraseRequest(flow.flowId);
    return asks;
  }

  /**
   * Takes the payer's answer, once and in time. From then on the flow moves money, and is due: whoever comes first carries
   * the answer out.
   */
  async answer(
    flow: StoredFlow,
    taken: { answer: unknown; memory: unknown; result: unknown; hint: string },
    deadline: number,
  ): Promise<boolean> {
    return this.#updateAsRead(
      { ...flow, question: 'open' },
      'SET question = :answered, answer = :answer, memory = :memory, #result = :result, hint = :hint, movesMoney = :yes, deadline = :deadline, dueAt = :now REMOVE #view',
      {
        ':answered': 'answered',
        ':answer': taken.answer,
        ':memory': taken.memory,
        ':result': taken.result,
        ':hint': taken.hint,
        ':yes': true,
        ':deadline': deadline,
      },
      'AND deadline > :now',
    );
  }

  /**
   * Ends a flow, once: the first end stays. From then on it is due, until its end has been announced. An answer that the
   * caller has not seen keeps it from ending.
   * @param ofOrder ends it only if it is still about this order: the death of one that was replaced means nothing
   * @returns whether this call ended it
   */
  async end(
    flow: Pick<StoredFlow, 'flowId' | 'question'>,
    { status, hint, result }: Ending,
    ofOrder?: string,
  ): Promise<boolean> {
    const sets = ['#status = :status', 'endedAt = :now', 'dueAt = :announceAt'];
    if (hint !== undefined) sets.push('hint = :hint');
    if (result !== undefined) sets.push('#result = :result');
    const removes = ['#view', 'memory', 'orderLeaseUntil', 'faults', ...(hint === undefined ? ['hint'] : [])];
    const ended = await this.#updateAsRead(
      flow,
      `SET ${sets.join(', ')} REMOVE ${removes.join(', ')}`,
      {
        ':status': status,
        // The machine announces at once; if it is dead, the clock has somebody do it.
        ':announceAt': this.#now() + heartbeatSeconds,
        ':hint': hint,
        ':result': result,
        ':reference': ofOrder,
      },
      ofOrder === undefined ? '' : 'AND #reference = :reference',
    );
    if (ended) await this.#eraseRequest(flow.flowId);
    return ended;
  }

  /** No order is started any more, so what they were started with goes at once; what this misses, the clock erases. */
  async #eraseRequest(flowId: string): Promise<void> {
    await this.#table.dynamo.send(new DeleteCommand({ TableName: this.#table.name, Key: requestKey(flowId) }));
  }

  #heartbeat(flow: Parameters<typeof lastMomentOf>[0], waitSeconds = 0): number {
    return Math.min(this.#now() + waitSeconds + heartbeatSeconds, lastMomentOf(flow) + 5);
  }

  /** The index is rewritten with each change of `dueAt`, so it moves only when half of its time has gone. */
  #dueAt(flow: StoredFlow, waitSeconds: number): number {
    const spare = flow.dueAt - this.#now() - waitSeconds;
    return spare > heartbeatSeconds / 2 ? flow.dueAt : this.#heartbeat(flow, waitSeconds);
  }

  /** A write that follows from a read: it must not undo a question or an answer that has come since. */
  #updateAsRead(
    { flowId, question }: Pick<StoredFlow, 'flowId' | 'question'>,
    UpdateExpression: string,
    values: Record<string, unknown>,
    alsoWhen = '',
  ): Promise<boolean> {
    const asRead = question === undefined ? 'attribute_not_exists(question)' : 'question = :asRead';
    return this.#updatePending(
      flowId,
      UpdateExpression,
      { ...values, ...(question === undefined ? {} : { ':asRead': question }) },
      `AND ${asRead} ${alsoWhen}`.trim(),
    );
  }

  async #updatePending(
    flowId: string,
    UpdateExpression: string,
    values: Record<string, unknown>,
    alsoWhen = '',
  ): Promise<boolean> {
    const ConditionExpression = `${alivePending} ${alsoWhen}`.trim();
    // Names that DynamoDB reserves stand as #name in the expressions.
    const names = `${UpdateExpression} ${ConditionExpression}`.matchAll(/#(\w+)/g);
    return whenConditionHolds(
      this.#table.dynamo.send(
        new UpdateCommand({
          TableName: this.#table.name,
          Key: flowKey(flowId),
          UpdateExpression,
          ConditionExpression,
          ExpressionAttributeNames: Object.fromEntries([...names].map(([name, attribute = '']) => [name, attribute])),
          ExpressionAttributeValues: { ...values, ':pending': 'pending', ':now': this.#now() },
        }),
      ),
    );
  }
}
