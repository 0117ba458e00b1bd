import { Billecta, type Acquaintance } from './billecta.ts';
import type { Coverage, RarePath } from './coverage.ts';
import { Donations } from './donations.ts';
import { EventBus } from './event-bus.ts';
import { overNetwork, type HttpRequest } from './http.ts';
import { Ledger } from './ledger.ts';
import { PersonalData } from './personal-data.ts';
import { isPersonal } from './privacy.ts';
import { invoke, Process, type ProcessKind } from './process.ts';
import { billectaHost, swishHost } from './beneath.ts';
import { functions, request, type Answer, type Request } from './product.ts';
import { Random } from './random.ts';
import { Scheduler } from './scheduler.ts';
import { StepFunctions } from './step-functions.ts';
import { SwedbankPay } from './swedbank-pay.ts';
import { Swish } from './swish.ts';
import { SwishWatch } from './swish-watch.ts';
import type { Switch } from './switches.ts';
import { SimulatedTable } from './table.ts';
import { Weather } from './weather.ts';

const began = Date.parse('2026-11-21T10:00:00Z');
const minute = 60_000;

/** Everything outside of our code, for one schedule: time, tables, machines, bus, providers, and what may go wrong. */
export class World {
  readonly random: Random;
  readonly scheduler: Scheduler;
  readonly weather: Weather;
  readonly coverage: Coverage;
  readonly violations = new Set<string>();
  readonly trace: string[] | undefined;
  readonly ledgerWatch = new Ledger(this);
  readonly personalWatch = new PersonalData(this);
  readonly donationWatch = new Donations(this);
  readonly swishWatch = new SwishWatch(this);
  readonly personal: SimulatedTable;
  readonly ledger: SimulatedTable;
  readonly bus = new EventBus(this);
  readonly stepFunctions = new StepFunctions(this);
  readonly swedbankPay: SwedbankPay;
  readonly billecta: Billecta;
  readonly swish: Swish;
  /** The rule of ours that is ignored. */
  readonly without: Switch | undefined;
  /** What Billecta had of people before we asked, by personal number. */
  readonly acquaintances = new Map<string, Acquaintance>();
  readonly #running = new Set<Process>();
  #processes = 0;
  #lastTick = 0;

  constructor(seed: number, without: Switch | undefined, coverage: Coverage, traces: boolean) {
    this.random = new Random(seed);
    this.scheduler = new Scheduler(this.random, began + this.random.whole(0, minute));
    this.weather = new Weather(this.random);
    this.coverage = coverage;
    this.without = without;
    this.trace = traces ? [] : undefined;
    this.personal = new SimulatedTable(this, (...write) => {
      this.personalWatch.written(...write);
      this.donationWatch.written(...write);
      this.swishWatch.personalWritten(...write);
    });
    this.ledger = new SimulatedTable(this, (...write) => {
      this.ledgerWatch.written(...write);
      this.mustNotBePersonal('the ledger', write);
    });
    this.swedbankPay = new SwedbankPay(this);
    this.billecta = new Billecta(this);
    this.swish = new Swish(this);
  }

  /** Seconds since the beginning. */
  get elapsed(): number {
    return (this.scheduler.now - began) / 1000;
  }

  note(what: string): void {
    this.trace?.push(`${this.elapsed.toFixed(3).padStart(11)}  ${what}`);
  }

  violate(what: string): void {
    if (!this.violations.has(what)) this.note(`VIOLATION ${what}`);
    this.violations.add(what);
  }

  mustNotBePersonal(place: string, what: unknown): void {
    if (isPersonal(what)) this.violate(`lost privacy: personal data in ${place}`);
  }

  saw(path: RarePath): void {
    this.coverage.saw(path);
    this.note(`(${path})`);
  }

  fault(kind: string): void {
    this.coverage.fault(kind);
    this.note(`(fault) ${kind}`);
  }

  newProcess(kind: ProcessKind, subject: string): Process {
    this.#processes += 1;
    const process = new Process(this, kind, subject, this.#processes);
    this.#running.add(process);
    this.note(`${process.name} begins: ${subject}`);
    return process;
  }

  step(process: Process, point: string): void {
    this.coverage.steps += 1;
    if (process.state === 'running') this.note(`${process.name} ${point}`);
  }

  ended(process: Process): void {
    this.#running.delete(process);
    if (process.state === 'ended') this.note(`${process.name} ends`);
    if (process.state === 'ended' && process.kind === 'api') this.ledgerWatch.requestEnded(process);
  }

  noteDeath(process: Process, point: string): void {
    this.#running.delete(process);
    this.coverage.crash(point);
    this.note(`${process.name} DIES ${point}`);
    if (process.kind === 'machine') this.saw('machine died');
    if (process.kind === 'slow') this.saw('authorization crashed on its way');
    if (process.mark === 'learned') this.saw('crash between learn and tell');
    if (process.mark === 'told') this.saw('crash between tell and removal');
    if (process.mark === 'donor made') this.saw('crash between debtor and contract');
    if (process.mark === 'attempt chosen') this.saw('crash between choosing an attempt and cancelling');
    if (process.mark === 'former cancelled') this.saw('crash between cancelling and creating anew');
    if (process.mark === 'payer flow put') this.saw('crash between putting the flow and finishing');
    if (/after [\w-]+ (POST|PUT|PATCH)$/.test(point)) this.saw('crash after provider commit');
  }

  /** @param except one that does not count */
  isRunning(kind: ProcessKind, subject: string, except?: Process): boolean {
    return [...this.#running].some((each) => each.kind === kind && each.subject === subject && each !== except);
  }

  orderStarted(process: Process): void {
    const twin = [...this.#running].find(
      (other) => other !== process && other.subject === process.subject && other.mark === 'ordered',
    );
    if (process.kind === 'api' && twin)
      this.violate('double order: two starts under one Idempotency-Key are at the provider');
    if (process.kind === 'api') process.mark = 'ordered';
    if (process.kind === 'poll') this.saw('order started anew');
  }

  tableDid(process: Process, label: string, held: boolean): void {
    this.note(`  ${label}: ${held ? 'done' : 'refused'}`);
    this.ledgerWatch.did(process, label, held);
    this.personalWatch.did(process, label, held);
    this.donationWatch.did(process, label, held);
    this.swishWatch.ledgerDid(process, label, held);
  }

  http(asked: HttpRequest): Promise<Response> {
    const { origin } = asked.url;
    if (origin === billectaHost) return overNetwork(this, 'billecta', asked, () => this.billecta.answer(asked));
    const [name, provider] =
      origin === swishHost ? (['swish', this.swish] as const) : (['swedbank-pay', this.swedbankPay] as const);
    provider.noteSent(asked);
    return overNetwork(this, name, asked, () => provider.answer(asked));
  }

  /** A merchant calls our API: undefined when no answer came. */
  async ask(subject: string, route: string, asked: Request): Promise<Answer | undefined> {
    const kind = route.includes('/v1/flows') || route.includes('/v1/payments') ? 'flows' : 'api';
    try {
      const answer = await invoke(this, kind, subject, () => request(route, asked));
      this.note(`merchant: ${route} → ${answer.status} ${String(answer.body['code'])}`);
      if (answer.body['code'] === 'internal-error' && this.weather.isQuiet) this.violate('defect: 500 in quiet times');
      return answer;
    } catch {
      this.note(`merchant: ${route} → no answer`);
      return undefined;
    }
  }

  /** The clock, as the scheduler sees it: each whole minute in which something is due. */
  readonly tick = {
    at: (): number => {
      let due = Infinity;
      for (const table of [this.personal, this.ledger])
        for (const { dueAt } of table.items.values()) if (typeof dueAt === 'number' && dueAt < due) due = dueAt;
      if (due === Infinity) return Infinity;
      const soonest = Math.max(this.#lastTick + minute, due * 1000, this.scheduler.now);
      return Math.ceil(soonest / minute) * minute;
    },
    run: (): void => {
      this.#lastTick = this.scheduler.now;
      invoke(this, 'clock', 'clock', () => functions.clock({})).catch(() => undefined);
    },
  };

  async run(seconds: number, isOver: () => boolean = () => false): Promise<void> {
    await this.scheduler.run(this.scheduler.now + seconds * 1000, this.tick, isOver);
  }
}
