import {
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { FakeDynamo } from '../fakes/dynamo.ts';
import type { Attributes } from '../fakes/expressions.ts';
import { call, currentProcess } from './process.ts';
import { ignoring, isForgotten, type AnyCommand } from './switches.ts';
import type { World } from './world.ts';

/** Hears of every write that took place. */
export type Watcher = (pk: string, before: Attributes | undefined, after: Attributes | undefined) => void;

/** Of an index behind its table, in milliseconds; the clock runs every minute. */
const longestLag = 61_000;

/** A table of the world: the fake that evaluates our expressions, with everything around a call that can go wrong. */
export class SimulatedTable {
  readonly #fake = new FakeDynamo();
  readonly #world: World;
  /** By shard, for an index that lags behind. */
  readonly #lastQueries = new Map<string, { readonly answer: unknown; readonly at: number }>();

  constructor(world: World, watch: Watcher) {
    this.#world = world;
    const { items } = this.#fake;
    const [set, remove] = [items.set.bind(items), items.delete.bind(items)];
    items.set = (pk, after) => {
      const before = items.get(pk);
      set(pk, after);
      watch(pk, before, after);
      return items;
    };
    items.delete = (pk) => {
      const before = items.get(pk);
      const wasThere = remove(pk);
      if (before) watch(pk, before, undefined);
      return wasThere;
    };
    this.#fake.losesAnswer = () => {
      if (!world.weather.tableFails()) return false;
      world.fault('table: an answer is lost, and the SDK repeats the write');
      world.saw('table answer lost and repeated');
      return true;
    };
  }

  get items(): ReadonlyMap<string, Attributes> {
    return this.#fake.items;
  }

  async send(command: unknown): Promise<unknown> {
    const label = labelOf(command);
    const world = this.#world;
    return call(label, () => this.#carryOut(label, command), {
      before: () => {
        if (!world.weather.tableFails()) return;
        world.fault('table: throttled until the SDK gives up');
        throw Object.assign(new Error('throttled'), { name: 'ThrottlingException' });
      },
    });
  }

  async #carryOut(label: string, command: unknown): Promise<unknown> {
    const process = currentProcess();
    // A promise that was begun before its process died does nothing any more.
    if (process.state === 'dead') return new Promise(() => undefined);
    try {
      const { without } = this.#world;
      const answer = isForgotten(without, command)
        ? await this.#forgotten(command as UpdateCommand)
        : await this.#fake.client.send(ignoring(without, command) as AnyCommand);
      this.#world.tableDid(process, label, true);
      return command instanceof QueryCommand ? this.#lagging(command, answer) : answer;
    } catch (error) {
      if (error instanceof Error && error.name === 'ValidationException')
        this.#world.violate(`defect: the table refuses an expression: ${error.message}`);
      this.#world.tableDid(process, label, false);
      throw error;
    }
  }

  /** A write that is answered as if it had taken place. */
  async #forgotten(command: UpdateCommand): Promise<unknown> {
    const pk = String(command.input.Key?.['pk']);
    const before = this.#fake.items.get(pk);
    const answer = await this.#fake.client.send(command);
    if (before) this.#fake.items.set(pk, before);
    return answer;
  }

  /** An index is eventually consistent: what it shows may be a moment old. */
  #lagging({ input }: QueryCommand, answer: unknown): unknown {
    const shard = String(input.ExpressionAttributeValues?.[':shard']);
    const before = this.#lastQueries.get(shard);
    const { scheduler, weather } = this.#world;
    this.#lastQueries.set(shard, { answer, at: scheduler.now });
    if (before === undefined || scheduler.now - before.at > longestLag || !weather.readIsStale()) return answer;
    this.#world.fault('table: the due index lags behind');
    return before.answer;
  }
}

/** What a call does, in few words: its kind, the kind of its item, and the first attribute that it changes. */
const labelOf = (command: unknown): string => {
  if (command instanceof GetCommand) return `Get ${kindOf(command.input.Key)}`;
  if (command instanceof PutCommand) return `Put ${kindOf(command.input.Item)}`;
  if (command instanceof DeleteCommand) return `Delete ${kindOf(command.input.Key)}`;
  if (command instanceof QueryCommand) return `Query ${command.input.IndexName ?? ''}`;
  if (command instanceof TransactWriteCommand)
    return `Put ${(command.input.TransactItems ?? []).map(({ Put }) => kindOf(Put?.Item)).join(', ')}`;
  if (command instanceof UpdateCommand) {
    const { Key, UpdateExpression = '' } = command.input;
    const changes = UpdateExpression.replaceAll('#', '').replace(/^SET timeline = [^)]*\) /, '');
    return `Update ${kindOf(Key)}: ${/^\w+ [\w.]+/.exec(changes)?.[0] ?? ''}`;
  }
  throw new Error('the simulation does not know this command');
};

const kindOf = (key: Attributes | undefined): string => String(key?.['pk']).split('#')[0] ?? '';

/** The table that a command is for. */
export const tableOf = (command: unknown): string | undefined => {
  if (command instanceof TransactWriteCommand) return command.input.TransactItems?.[0]?.Put?.TableName;
  return (command as { input: { TableName?: string } }).input.TableName;
};
