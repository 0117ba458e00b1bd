import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { openness, transaction, type Known } from './payment.ts';
import { paymentChanged, type PaymentChanged } from './payment-changed.ts';
import { due, seconds, whenConditionHolds, type Table } from './table.ts';

const storedPayment = z.object({
  paymentId: z.string(),
  provider: z.string(),
  merchant: z.string(),
  merchantReference: z.string().optional(),
  /** Seconds, as all times here. */
  createdAt: z.number(),
  /** Ours, given with the creation: by it a payment whose creation's answer was lost is known again. */
  payeeReference: z.string(),
  /** A keyed hash of the request that made it: an Idempotency-Key stands for exactly one. */
  fingerprint: z.string(),
  /** The provider's handle; absent until its answer, or a ring that proved itself, has told it. */
  providerPaymentId: z.string().optional(),
  /** What a ring says is the handle: never trusted before a read shows our payee reference. */
  candidate: z.string().optional(),
  known: z.object({
    openness,
    transactions: z.record(z.string(), transaction),
    operations: z.array(z.string()),
  }),
  /** Counts the merged reads; a sync that read an older one starts again. */
  version: z.number(),
  /** How many rings there were, and how many of them the newest merged read came after. */
  requestedSync: z.number(),
  completedSync: z.number(),
  /** What merchants have not been told yet, by event id. */
  outbox: z.record(z.string(), paymentChanged),
  /** Payment states that have been told, so that one which comes back is not told twice. */
  toldStates: z.array(z.string()),
  /** Faults of the provider in a row, since the last good read. */
  faults: z.number(),
  parked: z.object({ reason: z.string(), at: z.number() }).optional(),
  dueAt: z.number().optional(),
});
export type StoredPayment = z.infer<typeof storedPayment>;

export type NewPayment = Pick<
  StoredPayment,
  'paymentId' | 'provider' | 'merchant' | 'merchantReference' | 'createdAt' | 'payeeReference' | 'fingerprint'
>;

const key = (paymentId: string) => ({ pk: `payment#${paymentId}` });

/** Payments in the ledger. No payment is ever deleted, and what is known only grows. */
export class PaymentStore {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  #now = (): number => seconds(this.#table.now());

  /** Holds the intent before the provider is called, due at once should the call never come back. */
  async create(payment: NewPayment, dueAt: number): Promise<boolean> {
    const { pk } = key(payment.paymentId);
    const item = {
      ...payment,
      known: { openness: 'open', transactions: {}, operations: [] },
      version: 0,
      requestedSync: 0,
      completedSync: 0,
      outbox: {},
      toldStates: [],
      faults: 0,
    } satisfies StoredPayment;
    return whenConditionHolds(
      this.#table.dynamo.send(
        new PutCommand({
          TableName: this.#table.name,
          Item: { pk, ...item, ...due(pk, dueAt) },
          ConditionExpression: 'attribute_not_exists(pk)',
        }),
      ),
    );
  }

  /** The provider has refused to make it: there never was a payment. */
  async forget(paymentId: string): Promise<boolean> {
    return whenConditionHolds(
      this.#table.dynamo.send(
        new DeleteCommand({
          TableName: this.#table.name,
          Key: key(paymentId),
          ConditionExpression: 'attribute_not_exists(providerPaymentId) AND version = :none',
          ExpressionAttributeValues: { ':none': 0 },
        }),
      ),
    );
  }

  async find(paymentId: string): Promise<StoredPayment | undefined> {
    const { Item } = await this.#table.dynamo.send(
      new GetCommand({ TableName: this.#table.name, Key: key(paymentId), ConsistentRead: true }),
    );
    return Item && storedPayment.parse(Item);
  }

  /**
   * Counts a ring (the provider's, or one of our own after an operation) and makes the payment due at once: one write.
   * @param candidate what the ring says is the provider's handle
   * @returns the payment, or undefined for one that is not ours
   */
  async ring(paymentId: string, candidate?: string): Promise<StoredPayment | undefined> {
    try {
      const { Attributes } = await this.#update(
        paymentId,
        `SET requestedSync = requestedSync + :one, dueAt = :now${candidate === undefined ? '' : ', candidate = :candidate'}`,
        'attribute_exists(pk)',
        {
          ':one': 1,
          ':now': this.#now(),
          ...(candidate === undefined ? {} : { ':candidate': candidate }),
        },
      );
      return storedPayment.parse(Attributes);
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return undefined;
      throw error;
    }
  }

  /** The provider's handle, once; another one for the same payment is refused. */
  async adopt(paymentId: string, providerPaymentId: string): Promise<boolean> {
    return whenConditionHolds(
      this.#update(
        paymentId,
        'SET providerPaymentId = :id REMOVE candidate',
        'attribute_exists(pk) AND (attribute_not_exists(providerPaymentId) OR providerPaymentId = :id)',
        { ':id': providerPaymentId },
      ),
    );
  }

  /**
   * One merged read: what is known, what must be told, and the rings it came after, all at once.
   * @returns false when another sync was faster; then what it wrote must be read first
   */
  async learn(
    before: StoredPayment,
    known: Known,
    news: readonly PaymentChanged[],
    toldStates: readonly string[],
  ): Promise<boolean> {
    // Only what is new is written: an event that was told meanwhile must not come back with an outbox read before.
    const places = news.map((_, index) => `, outbox.#e${index} = :e${index}`).join('');
    return whenConditionHolds(
      this.#update(
        before.paymentId,
        `SET known = :known, toldStates = :toldStates, version = :next, completedSync = :completed, faults = :none, dueAt = :now${places} REMOVE parked`,
        'attribute_exists(pk) AND version = :version',
        {
          ':known': known,
          ':toldStates': toldStates,
          ':version': before.version,
          ':next': before.version + 1,
          ':completed': before.requestedSync,
          ':none': 0,
          ':now': this.#now(),
          ...Object.fromEntries(news.map((event, index) => [`:e${index}`, event])),
        },
        Object.fromEntries(news.map(({ eventId }, index) => [`#e${index}`, eventId])),
      ),
    );
  }

  /** Takes one told event out, so that it is not told again. Two that told it at once do no harm. */
  async told(paymentId: string, eventId: string): Promise<boolean> {
    return whenConditionHolds(
      this.#update(paymentId, 'REMOVE outbox.#event', 'attribute_exists(outbox.#event)', {}, { '#event': eventId }),
    );
  }

  /**
   * Nothing is left to do now: the next look is at `dueAt`, or there is none.
   * @returns false when there is something after all: a ring since, or an event to tell
   */
  async rest(payment: StoredPayment, dueAt: number | undefined): Promise<boolean> {
    return whenConditionHolds(
      this.#update(
        payment.paymentId,
        dueAt === undefined ? 'REMOVE dueAt' : 'SET dueAt = :dueAt',
        'attribute_exists(pk) AND requestedSync = :requested AND completedSync = :requested AND size(outbox) = :none',
        { ':requested': payment.requestedSync, ':none': 0, ...(dueAt === undefined ? {} : { ':dueAt': dueAt }) },
      ),
    );
  }

  /** Counts a fault of the provider, and looks again at `dueAt` unless somebody rings before. */
  async fault(payment: StoredPayment, dueAt: number): Promise<boolean> {
    return whenConditionHolds(
      this.#update(
        payment.paymentId,
        'SET faults = faults + :one, dueAt = :dueAt',
        'attribute_exists(pk) AND requestedSync = :requested',
        { ':one': 1, ':dueAt': dueAt, ':requested': payment.requestedSync },
      ),
    );
  }

  /** Gives up by itself and waits for a person: a command redrives it, and so does a ring. */
  async park(payment: StoredPayment, reason: string): Promise<boolean> {
    return whenConditionHolds(
      this.#update(
        payment.paymentId,
        'SET parked = :parked REMOVE dueAt',
        'attribute_exists(pk) AND requestedSync = :requested',
        { ':parked': { reason, at: this.#now() }, ':requested': payment.requestedSync },
      ),
    );
  }

  #update(
    paymentId: string,
    UpdateExpression: string,
    ConditionExpression: string,
    values: Record<string, unknown>,
    names: Record<string, string> = {},
  ) {
    return this.#table.dynamo.send(
      new UpdateCommand({
        TableName: this.#table.name,
        Key: key(paymentId),
        UpdateExpression,
        ConditionExpression,
        ...(Object.keys(values).length > 0 ? { ExpressionAttributeValues: values } : {}),
        ...(Object.keys(names).length > 0 ? { ExpressionAttributeNames: names } : {}),
        ReturnValues: 'ALL_NEW',
      }),
    );
  }
}
