import * as z from 'zod';
import type { Donation } from './page/donor-shapes.ts';
import type { Call } from './page/shapes.ts';
import { phoneControl } from './phone-control.ts';

const debtors = z.object({ debtors: z.array(z.object({ DebtorPublicId: z.string(), OrgNo: z.string().nullish() })) });
const contracts = z.object({ contracts: z.array(z.object({ DebtorPublicId: z.string() })) });

/** What the simulated Billecta has of a person, counted; null when it does not answer. Nothing personal leaves here. */
export function tracesAt(simulatorUrl: string) {
  const control = phoneControl(simulatorUrl, 'bell');
  return async (calls: Call[], personalNumber: string): Promise<Donation['traces']> => {
    const people = debtors.safeParse((await control(calls, 'GET', '/debtors')).body);
    const agreements = contracts.safeParse((await control(calls, 'GET', '/contracts')).body);
    if (!people.success || !agreements.success) return null;
    const ids = people.data.debtors
      .filter(({ OrgNo }) => OrgNo?.replaceAll('-', '').slice(-10) === personalNumber.slice(-10))
      .map(({ DebtorPublicId }) => DebtorPublicId);
    const theirs = agreements.data.contracts.filter(({ DebtorPublicId }) => ids.includes(DebtorPublicId));
    return { debtors: ids.length, contracts: theirs.length };
  };
}
