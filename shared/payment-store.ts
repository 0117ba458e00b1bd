import { DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { ChosenHandles } from './chosen-handle.ts';
import { changePayment, type Change, paymentKey } from './payment-change.ts';
import { storedPayment, type Intent, type NewPayment, type StoredPayment } from './payment-item.ts';
import type { Merged } from './payment-merge.ts';
import type { TokenName } from './token-vault.ts';
import { due, seconds, whenConditionHolds, type Table } from './table.ts';

/** An item may have 400 KB; whoever rings without end must not fill it. */
const entriesAtMost = 300;
const oldestEntries = ({ timeline }: StoredPayment): string[] =>
  timeline.length <= entriesAtMost
    ? []
    : Array.from({ length: timeline.length - entriesAtMost / 2 }, (_, index) => `timeline[${index}]`);

/** Payments in the ledger. No payment is ever deleted, and what is known only grows. */
export class PaymentStore {
  readonly #table: Table;

  /** For payments whose handle at the provider we choose. */
  readonly handles: ChosenHandles;

  constructor(table: Table) {
    this.#table = table;
    this.handles = new ChosenHandles(table);
  }

  #now = (): number => seconds(this.#table.now());

  /**
   * Holds the intent before the provider is called, due at once should the call never come back.
   * @returns undefined when there is one already
   */
  async create(payment: NewPayment, dueAt: number): Promise<StoredPayment | undefined> {
    const { pk } = paymentKey(payment.paymentId);
    const item = {
      wantsTokens: false,
      ...payment,
      known: { openness: 'open', transactions: {}, operations: [] },
      intents: {},
      tokens: {},
      failures: { capture: 0, reversal: 0 },
      version: 0,
      requestedSync: 0,
      completedSync: 0,
      outbox: {},
      toldStates: [],
      faults: 0,
      timeline: [{ at: this.#now(), what: 'asked for' }],
    } satisfies StoredPayment;
    const isNew = await whenConditionHolds(
      this.#table.dynamo.send(
        new PutCommand({
          TableName: this.#table.name,
          Item: { pk, ...item, ...due(pk, dueAt) },
          ConditionExpression: 'attribute_not_exists(pk)',
        }),
      ),
    );
    return isNew ? { ...item, dueAt } : undefined;
  }

  /** The provider has refused to make it: there never was a payment. */
  async forget(paymentId: string): Promise<boolean> {
    return whenConditionHolds(
      this.#table.dynamo.send(
        new DeleteCommand({
          TableName: this.#table.name,
          Key: paymentKey(paymentId),
          ConditionExpression: 'attribute_not_exists(providerPaymentId) AND version = :none',
          ExpressionAttributeValues: { ':none': 0 },
        }),
      ),
    );
  }

  async find(paymentId: string): Promise<StoredPayment | undefined> {
    const { Item } = await this.#table.dynamo.send(
      new GetCommand({ TableName: this.#table.name, Key: paymentKey(paymentId), ConsistentRead: true }),
    );
    return Item && storedPayment.parse(Item);
  }

  /**
   * Counts a ring and makes the payment due at once: one write.
   * @param candidate what the ring says is the provider's handle
   * @returns the payment, or undefined for one that is not ours
   */
  async ring(paymentId: string, candidate?: string): Promise<StoredPayment | undefined> {
    return this.#change(paymentId, {
      set: [
        'requestedSync = requestedSync + :one',
        'dueAt = :now',
        ...(candidate === undefined ? [] : ['candidate = :candidate']),
      ],
      condition: 'attribute_exists(pk)',
      values: { ':one': 1, ':now': this.#now(), ...(candidate === undefined ? {} : { ':candidate': candidate }) },
      what: 'rung',
    });
  }

  /**
   * The provider's handle, once; another one for the same payment is refused.
   * @param operations what the provider's answer to the creation offers
   */
  async adopt(
    paymentId: string,
    providerPaymentId: string,
    operations?: readonly string[],
  ): Promise<StoredPayment | undefined> {
    return this.#change(paymentId, {
      set: ['providerPaymentId = :id', ...(operations ? ['known.operations = :operations'] : [])],
      remove: ['candidate'],
      condition: 'attribute_exists(pk) AND (attribute_not_exists(providerPaymentId) OR providerPaymentId = :id)',
      values: { ':id': providerPaymentId, ...(operations ? { ':operations': operations } : {}) },
      what: 'found at the provider',
    });
  }

  /**
   * What was read at the handle that is thought to be the payment's is this payment.
   * @returns undefined when it is thought to be another by now
   */
  async adoptCandidate({ paymentId, candidate }: StoredPayment): Promise<StoredPayment | undefined> {
    return this.#change(paymentId, {
      set: ['providerPaymentId = :id'],
      remove: ['candidate'],
      condition: 'candidate = :id AND attribute_not_exists(providerPaymentId)',
      values: { ':id': candidate },
      what: 'found at the provider',
    });
  }

  /**
   * One merged read: what is known, what must be told, and the rings it came after, all at once.
   * @param completedSync how many rings had come before the provider was read
   * @returns undefined when another was faster; then what it wrote must be read first
   */
  async learn(before: StoredPayment, merged: Merged, completedSync: number): Promise<StoredPayment | undefined> {
    const { known, news, toldStates, failures, settled, lapsed, what } = merged;
    return this.#change(before.paymentId, {
      set: [
        'known = :known',
        'toldStates = :toldStates',
        'failures = :failures',
        'version = :next',
        'completedSync = :completed',
        'faults = :none',
        'dueAt = :now',
        // Only what is new is written: an event that was told meanwhile must not come back with an outbox read before.
        ...news.map((_, index) => `outbox.#e${index} = :e${index}`),
      ],
      remove: [
        'parked',
        ...(settled || lapsed !== undefined ? ['underway'] : []),
        ...(lapsed === undefined ? [] : ['intents.#lapsed']),
      ],
      condition: 'attribute_exists(pk) AND version = :version',
      values: {
        ':known': known,
        ':toldStates': toldStates,
        ':failures': failures,
        ':version': before.version,
        ':next': before.version + 1,
        ':completed': completedSync,
        ':none': 0,
        ':now': this.#now(),
        ...Object.fromEntries(news.map((event, index) => [`:e${index}`, event])),
      },
      names: {
        ...Object.fromEntries(news.map(({ eventId }, index) => [`#e${index}`, eventId])),
        ...(lapsed === undefined ? {} : { '#lapsed': lapsed }),
      },
      ...(what === undefined ? {} : { what }),
    });
  }

  /** Keeps a token that the payment made, sealed; the first one stays. */
  async keepToken(paymentId: string, name: TokenName, sealed: string): Promise<boolean> {
    const kept = await this.#change(paymentId, {
      set: [`tokens.${name} = :sealed`],
      condition: `attribute_exists(pk) AND attribute_not_exists(tokens.${name})`,
      values: { ':sealed': sealed },
      what: `${name} kept`,
    });
    return kept !== undefined;
  }

  /** Leaves an empty one, so that a later read does not bring it back. */
  async dropToken(paymentId: string, name: TokenName): Promise<StoredPayment | undefined> {
    return this.#change(paymentId, {
      set: [`tokens.${name} = :deleted`],
      condition: 'attribute_exists(pk)',
      values: { ':deleted': '' },
      what: `${name} deleted`,
    });
  }

  /** Takes one told event out, so that it is not told again. Two that told it at once do no harm. */
  async told(paymentId: string, eventId: string): Promise<boolean> {
    const taken = await this.#change(paymentId, {
      remove: ['outbox.#event'],
      condition: 'attribute_exists(outbox.#event)',
      names: { '#event': eventId },
      what: `told ${eventId}`,
    });
    return taken !== undefined;
  }

  /**
   * Nothing is left to do now: the next look is at `dueAt`, or there is none.
   * @returns false when there is something after all: a ring since, or an event to tell
   */
  async rest(payment: StoredPayment, dueAt: number | undefined): Promise<boolean> {
    const rested = await this.#change(payment.paymentId, {
      ...(dueAt === undefined ? {} : { set: ['dueAt = :dueAt'] }),
      remove: [...(dueAt === undefined ? ['dueAt'] : []), ...oldestEntries(payment)],
      condition:
        'attribute_exists(pk) AND requestedSync = :requested AND completedSync = :requested AND size(outbox) = :none',
      values: { ':requested': payment.requestedSync, ':none': 0, ...(dueAt === undefined ? {} : { ':dueAt': dueAt }) },
    });
    return rested !== undefined;
  }

  /** Counts a fault of the provider, and looks again at `dueAt` unless somebody rings before. */
  async fault(payment: StoredPayment, dueAt: number, what: string): Promise<boolean> {
    const counted = await this.#change(payment.paymentId, {
      set: ['faults = faults + :one', 'dueAt = :dueAt'],
      condition: 'attribute_exists(pk) AND requestedSync = :requested',
      values: { ':one': 1, ':dueAt': dueAt, ':requested': payment.requestedSync },
      what,
    });
    return counted !== undefined;
  }

  /** Gives up by itself and waits for a person: a command redrives it, and so does a ring. */
  async park(payment: StoredPayment, reason: string): Promise<boolean> {
    const parked = await this.#change(payment.paymentId, {
      set: ['parked = :parked'],
      remove: ['dueAt'],
      condition: 'attribute_exists(pk) AND requestedSync = :requested',
      values: { ':parked': { reason, at: this.#now() }, ':requested': payment.requestedSync },
      what: `parked: ${reason}`,
    });
    return parked !== undefined;
  }

  /** A person takes it up again: faults and failed operations are forgiven, and it is due at once. */
  async redrive(paymentId: string): Promise<StoredPayment | undefined> {
    return this.#change(paymentId, {
      set: [
        'requestedSync = requestedSync + :one',
        'version = version + :one',
        'faults = :none',
        'failures = :forgiven',
        'dueAt = :now',
      ],
      remove: ['parked'],
      condition: 'attribute_exists(pk)',
      values: { ':one': 1, ':none': 0, ':forgiven': { capture: 0, reversal: 0 }, ':now': this.#now() },
      what: 'redriven by a person',
    });
  }

  /**
   * Holds an operation before the provider is asked for it, and makes the payment due should nobody come back. It counts
   * as a ring, so that a look that is going on now does not put the payment to rest.
   * @returns undefined when an operation is under way, this one was intended before, or too many have failed
   */
  async intend(
    { paymentId }: StoredPayment,
    operationId: string,
    intent: Intent,
    leaseUntil: number,
    failuresAtMost: number,
  ): Promise<StoredPayment | undefined> {
    const { type } = intent;
    const isCounted = type === 'capture' || type === 'reversal';
    return this.#change(paymentId, {
      set: [
        'intents.#operation = :intent',
        'underway = :underway',
        'requestedSync = requestedSync + :one',
        'version = version + :one',
        'dueAt = :leaseUntil',
      ],
      condition: [
        'attribute_exists(pk) AND attribute_not_exists(underway) AND attribute_not_exists(intents.#operation)',
        ...(isCounted ? [`failures.${type} < :most`] : []),
      ].join(' AND '),
      values: {
        ...(isCounted ? { ':most': failuresAtMost } : {}),
        ':intent': intent,
        ':underway': { operationId, leaseUntil },
        ':one': 1,
        ':leaseUntil': leaseUntil,
      },
      names: { '#operation': operationId },
      what: `${type} intended`,
    });
  }

  /** Notes which transaction the provider has answered to an operation that has no reference of its own. */
  async noteTransaction(paymentId: string, operationId: string, transactionId: string): Promise<boolean> {
    const noted = await this.#change(paymentId, {
      set: ['intents.#operation.transactionId = :transaction', 'version = version + :one'],
      condition: 'underway.operationId = :operation',
      values: { ':transaction': transactionId, ':one': 1, ':operation': operationId },
      names: { '#operation': operationId },
    });
    return noted !== undefined;
  }

  /** Takes over an operation whose holder's lease has ended. @returns undefined when another did */
  async takeOver({ paymentId, underway }: StoredPayment, leaseUntil: number): Promise<StoredPayment | undefined> {
    if (!underway) return undefined;
    return this.#change(paymentId, {
      set: [
        'underway.leaseUntil = :leaseUntil',
        'requestedSync = requestedSync + :one',
        'version = version + :one',
        'dueAt = :leaseUntil',
      ],
      condition: 'underway.operationId = :operation AND underway.leaseUntil = :before',
      values: {
        ':leaseUntil': leaseUntil,
        ':operation': underway.operationId,
        ':before': underway.leaseUntil,
        ':one': 1,
      },
      what: 'taken over',
    });
  }

  /**
   * Takes an intent back, whose lease this payment has: the provider was not asked, or refused.
   * @param refused counts against the payment, since the provider locks it after five
   */
  async withdraw(
    { paymentId, underway, intents }: StoredPayment,
    operationId: string,
    refused: boolean,
  ): Promise<boolean> {
    const type = intents[operationId]?.type;
    const counts = refused && (type === 'capture' || type === 'reversal');
    const withdrawn = await this.#change(paymentId, {
      set: ['version = version + :one', ...(counts ? [`failures.${type} = failures.${type} + :one`] : [])],
      remove: ['underway', 'intents.#operation'],
      condition: 'underway.operationId = :operation AND underway.leaseUntil = :lease',
      values: { ':one': 1, ':operation': operationId, ':lease': underway?.leaseUntil ?? 0 },
      names: { '#operation': operationId },
      what: `${type ?? 'operation'} ${refused ? 'refused' : 'not asked for'}`,
    });
    return withdrawn !== undefined;
  }

  #change(paymentId: string, change: Change): Promise<StoredPayment | undefined> {
    return changePayment(this.#table, paymentId, change);
  }
}
