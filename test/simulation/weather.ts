import type { ProcessKind } from './process.ts';
import type { Random } from './random.ts';

/** How much goes wrong in one schedule: drawn once, so that some are calm and some are not. */
export class Weather {
  readonly #random: Random;
  /** Nothing goes wrong any more, and calls take no time. */
  isQuiet = false;
  readonly #crashes: number;
  readonly #machineDeaths: number;
  readonly #stalls: number;
  readonly #provider: number;
  readonly #operations: number;
  readonly #table: number;
  readonly #services: number;
  readonly #callbacks: number;
  readonly #staleReads: number;
  readonly #lags: number;
  readonly #losesMachines: boolean;
  #areMachinesOut = false;
  /** The event bus takes nothing until then, and machines are slow; milliseconds since 1970. */
  busOutUntil = 0;

  constructor(random: Random) {
    this.#random = random;
    this.#crashes = random.pick(0, 0.004, 0.015, 0.04);
    this.#machineDeaths = random.pick(0, 0.01, 0.05, 0.3);
    this.#stalls = random.pick(0, 0.01, 0.03);
    this.#provider = random.pick(0, 0.05, 0.2, 0.4);
    this.#operations = random.pick(0, 0.2, 0.6);
    this.#losesMachines = random.chance(0.25);
    this.#table = random.pick(0, 0.004, 0.015);
    this.#services = random.pick(0, 0.05, 0.2);
    this.#callbacks = random.pick(0, 0.1, 0.4);
    // Lost answers and stale reads together are what an operation finds hardest.
    this.#staleReads = this.#operations > 0.5 ? random.pick(0.2, 0.95) : random.pick(0, 0.1, 0.4);
    this.#lags = this.#operations > 0.5 ? random.pick(0, 0.8) : 0;
  }

  /** From here on, in some schedules, no machine that looks at payments runs until all is quiet. */
  loseMachines(): void {
    this.#areMachinesOut = this.#losesMachines;
  }

  get areMachinesOut(): boolean {
    return this.#areMachinesOut && !this.isQuiet;
  }

  #happens(probability: number): boolean {
    return !this.isQuiet && this.#random.chance(probability);
  }

  /** Milliseconds until an answer or a turn: mostly some, seldom so many that others overtake, or a time limit ends it. */
  latency(kind: ProcessKind): number {
    if (kind === 'machine' && this.busOutUntil > 0) return this.#random.between(50, 30_000);
    if (this.#random.chance(this.#stalls)) return this.#random.between(2_000, 45_000);
    return this.#random.chance(0.05) ? this.#random.between(50, 2_000) : this.#random.between(1, 50);
  }

  delicateLatency(): number {
    return this.#random.between(50, 2_000);
  }

  /** @param isDelicate something is half done, so that others may find it so */
  crashes(kind: ProcessKind, isDelicate: boolean): boolean {
    if (isDelicate && this.#crashes > 0) return this.#happens(0.1);
    return this.#happens(kind === 'machine' ? this.#machineDeaths : this.#crashes);
  }

  /** What moves money fails more often than the rest, since most depends on it. */
  providerFails(isOperation: boolean): boolean {
    return this.#happens(isOperation ? Math.max(this.#operations, this.#provider) : this.#provider);
  }

  /** A creation's answer is lost more often still. */
  creationFails(): boolean {
    return this.#happens(Math.max(this.#operations, this.#provider, 0.6));
  }

  tableFails(): boolean {
    return this.#happens(this.#table);
  }

  /** Step Functions and the event bus. */
  serviceFails(): boolean {
    return this.#happens(this.#services);
  }

  callbackIsLost(): boolean {
    return this.#happens(this.#callbacks);
  }

  readIsStale(): boolean {
    return this.#happens(this.#staleReads);
  }

  /** For how many seconds no read shows what an operation has done: mostly none, seldom past the operation's lease. */
  lagSeconds(): number {
    return this.#happens(this.#lags) ? this.#random.between(20, 120) : 0;
  }
}
