import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { Debtor } from './page/invoice-shapes.ts';
import type { Call } from './page/shapes.ts';
import type { Sluss } from './sluss.ts';

const found = z.object({ debtors: z.array(z.object({ debtorId: z.string() })) });
const known = z.object({ debtorId: z.string() });

/** The merchant's own ids of what it sells and to whom: they say nothing of it, and are the same for the same. */
export function externalIds(kind: string): (what: string) => string {
  const ids = new Map<string, string>();
  return (what) => {
    const id = ids.get(what) ?? `demo-${kind}-${randomUUID().slice(0, 8)}`;
    ids.set(what, id);
    return id;
  };
}

/** The merchant's customers at Billecta. */
export function customersAt(sluss: Sluss) {
  const idOf = externalIds('customer');

  /** Tells Billecta what the desk knows now of a customer; undefined where there is none yet. */
  async function update(calls: Call[], debtor: Debtor) {
    const body = { externalId: idOf(debtor.personalNumber) };
    const search = await sluss(calls, 'POST', '/v1/billecta/debtors/searches', { body });
    if (search.status !== 200) return search;
    const [first] = found.parse(search.body).debtors;
    return first && sluss(calls, 'PUT', `/v1/billecta/debtors/${first.debtorId}`, { body: debtor });
  }

  return {
    idOf,
    update,

    /** Makes a customer, or brings it up to date. `debtorId` is missing where the answer is a refusal. */
    async register(calls: Call[], debtor: Debtor) {
      const answer =
        (await update(calls, debtor)) ??
        (await sluss(calls, 'POST', '/v1/billecta/debtors', {
          body: { ...debtor, externalId: idOf(debtor.personalNumber) },
        }));
      return { answer, debtorId: known.safeParse(answer.body).data?.debtorId };
    },
  };
}
