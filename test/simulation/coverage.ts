/** What is rare enough to be missed, and must be reached for the simulation to mean anything. */
export const rarePaths = [
  'ring before creation answered',
  'candidate adopted from a ring',
  'forged ring refused',
  'creation answered as unknown',
  'creation parked for a person',
  'lost race on the version',
  'second ring during a sync',
  'ring arrives while a sync writes its rest',
  'stale read served',
  'transaction stayed open for a while',
  'event taken partly',
  'crash between learn and tell',
  'crash between tell and removal',
  'crash after provider commit',
  'answer lost after provider commit',
  'invocation ran out of time',
  'table answer lost and repeated',
  'machine name taken',
  'machine could not be started',
  'machine died',
  'Express machine ran twice',
  'clock healed',
  'flow ended by deadline',
  'flow cancelled',
  'order started anew',
  'late write refused',
  'claim refused while its lease runs',
  'claim taken over after its lease',
  'claim given back',
  'operation resumed and found',
  'operation asked again with the same reference',
  'twin refused by the provider',
  'operation lapsed',
  'authorization carried out by a machine',
  'authorization crashed on its way',
  'second operation refused',
  'answer given twice at once',
  'answer refused for another one',
  'answer lost to the cancellation',
  'answer lost to the deadline',
  'cancellation lost to the answer',
  'two looks carry out at once',
  'crash between debtor and contract',
  'made when its maker was gone',
  'lost debtor found by its external id',
  'lost contract found by its reference',
  'refused when it was set up',
  'outcome unknown, and learned after all',
  'outcome unknown to the end',
  'approval there when it was set up',
  'another account approved when it was set up',
  'lost request found by its id',
  'request sent again after a 404',
  'request whose token was lost made anew',
  'request adopted before its caller asked again',
  'twin of a request refused',
  'lost refund found by its id',
  'refund sent again under the same id',
  'creation taken over by another',
  'crash between choosing an attempt and cancelling',
  'crash between cancelling and creating anew',
  'crash between putting the flow and finishing',
  'cancellation lost to the payment',
  'request cancelled for its payer',
  'bank silent',
] as const;
export type RarePath = (typeof rarePaths)[number];

/** What a run of schedules has been through. */
export class Coverage {
  schedules = 0;
  steps = 0;
  readonly crashPoints = new Map<string, number>();
  readonly faults = new Map<string, number>();
  readonly paths = new Map<RarePath, number>();

  crash(point: string): void {
    count(this.crashPoints, point);
  }

  fault(kind: string): void {
    count(this.faults, kind);
  }

  saw(path: RarePath): void {
    count(this.paths, path);
  }

  get missed(): readonly RarePath[] {
    return rarePaths.filter((path) => !this.paths.has(path));
  }

  report(): string {
    const table = (entries: Iterable<[string, number]>) =>
      [...entries].map(([name, times]) => `  ${String(times).padStart(9)}  ${name}`).join('\n');
    const byName = (map: ReadonlyMap<string, number>) =>
      table([...map].sort(([one], [other]) => one.localeCompare(other)));
    return [
      `${this.schedules} schedules, ${this.steps} steps`,
      `\nCrash points reached: ${this.crashPoints.size} (${sum(this.crashPoints)} crashes)`,
      byName(this.crashPoints),
      `\nFaults: ${sum(this.faults)}`,
      byName(this.faults),
      '\nRare paths',
      table(rarePaths.map((path) => [path, this.paths.get(path) ?? 0])),
      ...(this.missed.length === 0 ? [] : [`\nNEVER REACHED: ${this.missed.join(', ')}`]),
    ].join('\n');
  }
}

const count = <Name>(map: Map<Name, number>, name: Name): void => {
  map.set(name, (map.get(name) ?? 0) + 1);
};

const sum = (map: ReadonlyMap<unknown, number>): number => [...map.values()].reduce((total, times) => total + times, 0);
