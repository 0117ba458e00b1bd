import type { Clock } from '../../clock.ts';
import type { Agenda } from '../../agenda.ts';

/** Something that comes by itself, at a time in milliseconds since 1970. Once it has happened it is ahead no more. */
export interface Happening {
  readonly at: number;
  happen(): void;
}

/** What lies ahead follows from facts, so it is asked for and never stored. */
export interface Course {
  ahead(): Happening[];
}

export interface Timeline {
  /** Lets all that is due happen in its order, and plans to do so again when the next is. */
  catchUp(): void;
  clear(): void;
}

/** The happenings of all courses in one order; what is due at one time happens in the order of the courses. */
export function timeline(courses: Course[], clock: Clock, agenda: Agenda): Timeline {
  let planned = Infinity;
  const earliest = () =>
    courses
      .flatMap((course) => course.ahead())
      .reduce<Happening | undefined>((first, each) => (first && first.at <= each.at ? first : each), undefined);

  function catchUp() {
    for (let next = earliest(); next; next = earliest()) {
      if (next.at > clock.now()) {
        plan(next.at);
        return;
      }
      next.happen();
    }
  }

  function plan(at: number) {
    if (at >= planned) return;
    planned = at;
    agenda.at(at, () => {
      planned = Infinity;
      catchUp();
    });
  }

  return {
    catchUp,
    clear() {
      planned = Infinity;
    },
  };
}
