import type { Attributes } from '../fakes/expressions.ts';
import type { Process } from './process.ts';
import type { World } from './world.ts';

const isPersonal = (pk: string): boolean => /^(flow|request|claim|slow|change)#/.test(pk);

/** Watches each write to the personal table: an end stays, what is erased stays erased, a key has one flow. */
export class PersonalData {
  readonly #world: World;
  readonly #erased = new Set<string>();
  /** By what the merchant asked for: the flows that were made. */
  readonly flows = new Map<string, Set<string>>();
  /** How each flow ended. */
  readonly ends = new Map<string, string>();

  constructor(world: World) {
    this.#world = world;
  }

  /** What should be gone by now. */
  get left(): readonly string[] {
    return [...this.#world.personal.items.keys()].filter(isPersonal);
  }

  written(pk: string, before: Attributes | undefined, after: Attributes | undefined): void {
    if (!isPersonal(pk)) return;
    if (!after) {
      // A key may be claimed again, and a slow request left again, by another request.
      if (/^(flow|request)#/.test(pk)) this.#erased.add(pk);
      return;
    }
    if (this.#erased.has(pk)) this.#world.violate(`resurrected ${pk.split('#')[0] ?? ''}: it was erased and came back`);
    if (pk.startsWith('claim#') && before && before['flowId'] === undefined && before['owner'] !== after['owner'])
      this.#world.saw('claim taken over after its lease');
    if (pk.startsWith('flow#')) this.#flowWritten(pk.slice(5), before, after);
  }

  #flowWritten(flowId: string, before: Attributes | undefined, after: Attributes): void {
    if (!before) {
      const reference = after['merchantReference'];
      if (typeof reference !== 'string') return;
      const flows = this.flows.get(reference) ?? new Set();
      this.flows.set(reference, flows.add(flowId));
      if (flows.size > 1) this.#world.violate('double flow: one Idempotency-Key made two');
      return;
    }
    const [was, is] = [String(before['status']), String(after['status'])];
    if (was === is) return;
    if (was !== 'pending') this.#world.violate(`double end: a flow that was ${was} became ${is}`);
    this.ends.set(flowId, is);
    if (is === 'expired') this.#world.saw('flow ended by deadline');
    if (is === 'cancelled') this.#world.saw('flow cancelled');
  }

  did(process: Process, label: string, held: boolean): void {
    if (label.startsWith('Update flow') && !held && this.#isLate(process)) this.#world.saw('late write refused');
    if (label === 'Put claim' && !held) this.#world.saw('claim refused while its lease runs');
    if (label === 'Delete claim' && held && process.kind === 'api') {
      this.#world.saw('claim given back');
      process.mark = undefined;
    }
  }

  #isLate({ subject }: Process): boolean {
    const expiresAt = this.#world.personal.items.get(`flow#${subject}`)?.['expiresAt'];
    return typeof expiresAt !== 'number' || expiresAt * 1000 <= this.#world.scheduler.now;
  }
}
