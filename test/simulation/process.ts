import { AsyncLocalStorage } from 'node:async_hooks';
import type { Weather } from './weather.ts';
import type { World } from './world.ts';

/** What runs somewhere: a Lambda invocation or an execution of a state machine. */
export type ProcessKind = 'api' | 'flows' | 'callback' | 'sync' | 'slow' | 'poll' | 'look' | 'clock' | 'machine';

/** The functions' time limits in seconds, as infra/ deploys them; a machine has its own (see step-functions.ts). */
const limits: Readonly<Record<ProcessKind, number>> = {
  api: 29,
  flows: 10,
  callback: 10,
  sync: 60,
  slow: 78,
  poll: 25,
  look: 60,
  clock: 55,
  machine: Infinity,
};

/** The invocation is gone: whoever waits for it learns so, and none of its own code runs again. */
export class Died extends Error {
  override readonly name = 'Died';
}

export class Process {
  readonly world: World;
  readonly kind: ProcessKind;
  /** The flow, payment or Idempotency-Key that it is about. */
  readonly subject: string;
  readonly id: number;
  /** Milliseconds since 1970. */
  readonly deadline: number;
  state: 'running' | 'ended' | 'dead' = 'running';
  /** What it did last, where a crash after it is of interest. */
  mark:
    | ('learned' | 'told' | 'ordered' | 'donor made')
    | ('attempt chosen' | 'former cancelled' | 'payer flow put')
    | undefined;
  /** Whether it took over an operation that another had begun, and whether it asked the provider for one. */
  readonly operation = { takenOver: false, asked: false };
  /** The same of a payment's creation. */
  readonly creation = { takenOver: false, asked: false, isUnknownThere: false };
  onDeath: () => void = () => undefined;

  constructor(world: World, kind: ProcessKind, subject: string, id: number) {
    this.world = world;
    this.kind = kind;
    this.subject = subject;
    this.id = id;
    this.deadline = world.scheduler.now + limits[kind] * 1000;
  }

  get name(): string {
    return `${this.kind} ${this.id}`;
  }

  /** No catch and no finally of its code runs: its promises are never settled again. */
  die(point: string): void {
    if (this.state !== 'running') return;
    this.state = 'dead';
    this.world.noteDeath(this, point);
    this.onDeath();
  }
}

const running = new AsyncLocalStorage<Process>();

/** Whose code this is. */
export const currentProcess = (): Process => {
  const process = running.getStore();
  if (!process) throw new Error('a call from outside of any process');
  return process;
};

/** Runs code as a process of its own. @throws what it throws, or Died */
export const invoke = <Answer>(
  world: World,
  kind: ProcessKind,
  subject: string,
  work: () => Promise<Answer>,
): Promise<Answer> => {
  const process = world.newProcess(kind, subject);
  return new Promise((resolve, reject) => {
    process.onDeath = () => reject(new Died(process.name));
    const end = () => {
      if (process.state === 'running') process.state = 'ended';
      world.ended(process);
    };
    running.run(process, work).then(
      (answer) => {
        end();
        resolve(answer);
      },
      (error: unknown) => {
        end();
        reject(error instanceof Error ? error : new Error(String(error)));
      },
    );
  });
};

const isDelicate = ({ mark }: Process): boolean => mark === 'attempt chosen' || mark === 'former cancelled';

/** Waits a moment in which others run, and in which this process may die. */
const pause = (process: Process, point: string, weather: Weather): Promise<void> =>
  new Promise((resolve) => {
    const { scheduler } = process.world;
    // Where a creation at Swish is half done, others get the time to come between.
    const isSlow = isDelicate(process) || point === 'before Update payment: SET providerPaymentId';
    const wake = scheduler.now + (isSlow ? weather.delicateLatency() : weather.latency(process.kind));
    scheduler.at(Math.min(wake, process.deadline), () => {
      process.world.step(process, point);
      if (process.state !== 'running') return;
      if (wake >= process.deadline) {
        process.world.saw('invocation ran out of time');
        process.die(`${process.kind}: out of time ${point}`);
      } else if (weather.crashes(process.kind, isDelicate(process))) process.die(`${process.kind}: ${point}`);
      else resolve();
    });
  });

/** What may become of a call: nothing special, or a fault before or after its effect. */
export interface Faults {
  /** @throws what the caller sees, with nothing done */
  readonly before?: () => void;
  /** @throws what the caller sees though it is done */
  readonly after?: () => void | Promise<void>;
}

/** One call to the world outside: others may run before it and before its answer comes, and so may a crash. */
export const call = async <Answer>(
  label: string,
  effect: () => Promise<Answer>,
  { before, after }: Faults = {},
): Promise<Answer> => {
  const process = currentProcess();
  const { weather } = process.world;
  if (weather.isQuiet) return await effect();
  await pause(process, `before ${label}`, weather);
  before?.();
  const [result] = await Promise.allSettled([effect()]);
  await pause(process, `after ${label}`, weather);
  if (result.status === 'rejected') throw result.reason;
  await after?.();
  return result.value;
};
