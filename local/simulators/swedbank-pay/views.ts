import { idOf, operationsOf } from './operations.ts';
import type { Payment } from './payment.ts';
import { emptyList, paymentFields, resourceAt } from './resources.ts';

/** Where answers point, and which sub-resources they hold in full. */
export interface Viewpoint {
  origin: string;
  /** The value of `$expand`: names separated by commas. */
  expand: string | undefined;
}

/** The payment with what can be done to it (swedbank-pay.md 5.3). */
export const paymentBody = (payment: Payment, { origin, expand }: Viewpoint) => ({
  payment: expanded(payment, paymentFields(payment), expand),
  operations: operationsOf(payment, origin),
});

/** A sub-resource as `{payment, <name>: …}` (swedbank-pay.md 14); undefined while there is none. */
export function resourceBody(payment: Payment, path: string[], { expand }: Viewpoint, showEmptyLists: boolean) {
  if (path[0] === 'failed') return payment.failure && { problem: payment.failure.problem };
  const empty = showEmptyLists && path.length === 1 ? emptyList(payment, path[0] ?? '') : undefined;
  const resource = resourceAt(payment, path) ?? empty;
  return resource && { payment: idOf(payment), [resource.name]: expanded(payment, resource.content, expand) };
}

/** Puts the content of each sub-resource that `names` asks for in the place of its bare `{id}` (swedbank-pay.md 4). */
function expanded(payment: Payment, value: unknown, names = ''): unknown {
  const wanted = new Set(names.toLowerCase().split(','));
  const expand = (name: string, part: unknown): unknown => {
    if (Array.isArray(part)) return part.map((each) => expand('', each));
    if (typeof part !== 'object' || part === null) return part;
    const id = linkOf(part);
    if (id !== undefined && wanted.has(name.toLowerCase())) {
      const path = id.slice(idOf(payment).length + 1).split('/');
      return expand('', resourceAt(payment, path)?.content);
    }
    return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, expand(key, inner)]));
  };
  return expand('', value);
}

/** The id of an object that holds nothing else. */
const linkOf = (part: object): string | undefined =>
  'id' in part && typeof part.id === 'string' && Object.keys(part).length === 1 ? part.id : undefined;
