import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { ExecutionAlreadyExists, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { call, currentProcess, invoke } from './process.ts';
import { functions } from './product.ts';
import type { World } from './world.ts';

type State = Readonly<Record<string, unknown>>;
type Handler = (event: unknown) => Promise<unknown>;

/** How the machines of infra/constructs end by themselves, in seconds. */
const lifetimes = { sync: 2 * 3600, express: 300, standard: 2 * 24 * 3600 };
/** Of the steps that are retried briefly, as infra/constructs/watching-machine.ts says. */
const briefRetrySeconds = [1, 2, 4];

/** State machines: a Standard one refuses a name that was ever used, an Express one may run the same start twice at once. */
export class StepFunctions {
  readonly #names = new Set<string>();
  readonly #world: World;
  /** What had a machine that died, or that could not be started. */
  readonly abandoned = new Set<string>();

  constructor(world: World) {
    this.#world = world;
  }

  start(command: unknown): Promise<unknown> {
    if (!(command instanceof StartExecutionCommand)) throw new Error('the simulation does not know this command');
    const { stateMachineArn = '', name = '', input = '{}' } = command.input;
    const { weather } = this.#world;
    const state = JSON.parse(input) as State;
    this.#world.mustNotBePersonal('an execution', [name, state]);
    const fails =
      (how: string, isOut = false) =>
      () => {
        if (!isOut && !weather.serviceFails()) return;
        this.#world.fault(`machines: ${how}`);
        this.#world.saw('machine could not be started');
        if (how === 'a start fails') this.abandoned.add(subjectOf(state));
        throw new Error(how);
      };
    return call(`StartExecution ${stateMachineArn}`, () => this.#started(stateMachineArn, name, state), {
      before: fails('a start fails', stateMachineArn.endsWith('sync') && weather.areMachinesOut),
      after: fails('the answer to a start is lost'),
    });
  }

  async #started(machine: string, name: string, state: State): Promise<object> {
    const subject = subjectOf(state);
    if (machine !== 'flow') {
      if (this.#names.has(`${machine} ${name}`)) {
        this.#world.saw('machine name taken');
        throw new ExecutionAlreadyExists({ $metadata: {}, message: 'taken' });
      }
      this.#names.add(`${machine} ${name}`);
    }
    if (currentProcess().kind === 'clock' && this.abandoned.delete(subject)) this.#world.saw('clock healed');
    this.#execute(machine, subject, state);
    if (machine === 'flow' && this.#world.weather.serviceFails()) {
      this.#world.saw('Express machine ran twice');
      this.#execute(machine, subject, state);
    }
    return Promise.resolve({});
  }

  /** A machine that dies, fails or times out leaves its work to the clock. */
  #execute(machine: string, subject: string, state: State): void {
    const work = () => {
      if (machine === 'slow') return this.#slow(state);
      if (machine === 'look') return this.#look(state);
      if (machine === 'sync') return this.#sync(functions.sync, state);
      if (machine === 'swish-sync') return this.#sync(functions.swishSync, state);
      if (machine === 'swish') return this.#poll(functions.swishPoll, state, lifetimes.standard);
      return this.#poll(functions.poll, state, machine === 'flow' ? lifetimes.express : lifetimes.standard);
    };
    invoke(this.#world, 'machine', subject, work).catch(() => this.abandoned.add(subject));
  }

  /** infra/constructs/slow-machine.ts: one invocation, never repeated. */
  async #slow(state: State): Promise<void> {
    this.#world.saw('authorization carried out by a machine');
    await call('invoke slow', () => invoke(this.#world, 'slow', subjectOf(state), () => functions.slow(state)));
  }

  /** infra/constructs/look-machine.ts: one invocation; what it does not reach is still due. */
  async #look(state: State): Promise<void> {
    await call('invoke look', () => invoke(this.#world, 'look', subjectOf(state), () => functions.look(state)));
  }

  /** infra/constructs/sync-machine.ts: Sync → pending? → Wait → Sync. */
  async #sync(handler: Handler, input: State): Promise<void> {
    const until = this.#until(lifetimes.sync);
    let state = await this.#ask('sync', handler, input);
    while (state['status'] === 'pending') {
      await this.#wait(state, until);
      if (this.#world.weather.areMachinesOut) throw new Error('no machine runs');
      state = await this.#ask('sync', handler, state);
    }
  }

  /** infra/constructs/polling-machine.ts: Wait → Poll → pending? → Announce → MarkAnnounced. */
  async #poll(handler: Handler, input: State, lifetime: number): Promise<void> {
    const until = this.#until(lifetime);
    let state = input;
    do {
      await this.#wait(state, until);
      state = await this.#ask('poll', handler, state);
    } while (state['status'] === 'pending');
    if (state['announcement'] === undefined) return;
    await this.#announce(state['announcement'], until);
    await this.#markAnnounced(String(state['flowId']), Number(state['expiresAt']));
  }

  /** One invocation; the loop goes on whatever happens to it. */
  async #ask(kind: 'sync' | 'poll', handler: Handler, state: State): Promise<State> {
    const event = JSON.parse(JSON.stringify(state)) as State;
    try {
      const answer = await call(`invoke ${kind}`, () =>
        invoke(this.#world, kind, subjectOf(state), () => handler(event)),
      );
      this.#world.mustNotBePersonal('an execution', answer);
      return JSON.parse(JSON.stringify(answer)) as State;
    } catch {
      return { ...state, status: 'pending', waitSeconds: 5 };
    }
  }

  async #wait({ waitSeconds = 1 }: State, until: number): Promise<void> {
    await this.#world.scheduler.sleep(Number(waitSeconds));
    this.#within(until);
  }

  #until(seconds: number): number {
    return this.#world.scheduler.now + seconds * 1000;
  }

  #within(until: number): void {
    if (this.#world.scheduler.now > until) throw new Error('the machine has timed out');
  }

  async #announce(announcement: unknown, until: number): Promise<void> {
    const Entries = [{ Source: 'sluss', DetailType: 'flow.ended', Detail: JSON.stringify(announcement) }];
    for (const seconds of [...briefRetrySeconds, undefined]) {
      const answer = await this.#world.bus.put(new PutEventsCommand({ Entries })).catch(() => undefined);
      if (answer && (answer as { FailedEntryCount: number }).FailedEntryCount === 0) return;
      if (seconds !== undefined) await this.#world.scheduler.sleep(seconds);
      this.#within(until);
    }
    throw new Error('the end could not be announced');
  }

  /** As the machine's own integration with DynamoDB does it. */
  async #markAnnounced(flowId: string, expiresAt: number): Promise<void> {
    await this.#world.personal
      .send(
        new UpdateCommand({
          TableName: 'personal',
          Key: { pk: `flow#${flowId}` },
          UpdateExpression: 'SET announced = :yes, dueAt = :expiresAt',
          ConditionExpression: 'attribute_exists(pk) AND expiresAt = :expiresAt',
          ExpressionAttributeValues: { ':yes': true, ':expiresAt': expiresAt },
        }),
      )
      .catch((error: unknown) => {
        if (!(error instanceof Error) || error.name !== 'ConditionalCheckFailedException') throw error;
      });
  }
}

const subjectOf = ({ flowId, paymentId, objects }: State): string =>
  objects === undefined ? String(flowId ?? paymentId) : 'watched objects';
