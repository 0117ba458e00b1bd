import { randomUUID } from 'node:crypto';

/** A view as the provider holds it: whatever it was sent, under its own id. */
export type View = Record<string, unknown>;

export interface ViewStore {
  add(view: View): string;
  find(id: string): View | undefined;
  replace(id: string, view: View): void;
  remove(id: string): void;
  all(): [id: string, view: View][];
  clear(): void;
}

/** Views under ids of one kind: guids, or the ten digits of invoices and contracts (billecta.md 1.1). */
export function viewStore(idField: string, newId: () => string = randomUUID): ViewStore {
  const views = new Map<string, View>();
  return {
    add(view) {
      const id = newId();
      views.set(id, { ...view, [idField]: id });
      return id;
    },
    find: (id) => views.get(id),
    replace: (id, view) => views.set(id, { ...view, [idField]: id }),
    remove: (id) => views.delete(id),
    all: () => [...views],
    clear: () => views.clear(),
  };
}

/** Ids of ten digits, one after the other. */
export function digitIds(first: number): () => string {
  let next = first;
  return () => String(next++);
}
