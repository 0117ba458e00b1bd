import * as z from 'zod';
import { defaultMaxBodyBytes } from '../../shared/http.ts';
import { personalNumber } from '../../shared/personal-number.ts';
import { bankIdHints } from './bankid-hints.ts';
import { type BankIdFlow, bankIdOrder, identity, outcomeOf, startedOrder } from './bankid-order.ts';

const request = z.strictObject({
  personalNumber: personalNumber.optional().meta({ description: 'Without it whoever scans the code is logged in' }),
});

/** Logs a person in with BankID (billecta.md section 2). That the start takes a body is inferred from the signing. */
export const bankIdAuthentication: BankIdFlow<z.infer<typeof request>> = {
  name: 'bankid-authentication',
  route: 'POST /v1/billecta/bankid/authentications',
  summary: 'Start a BankID login',
  request,
  result: identity,
  hints: bankIdHints,
  failureImpact: 'People who log in with BankID wait in vain; the clock ends their logins as expired.',
  machine: 'express',
  movesMoney: false,
  showsCode: true,
  giveUpAfterSeconds: 180,
  keepForSeconds: 3600,
  maxBodyBytes: defaultMaxBodyBytes,

  async start(client, { personalNumber: SSN }, context) {
    const order = await client.put(
      'bankid.authentication.start',
      '/v1/bankid/authentication',
      { CreditorPublicId: client.creditorPublicId, SSN: SSN ?? null, TokenStartRequired: SSN === undefined },
      bankIdOrder,
    );
    return startedOrder(order, SSN, context);
  },

  async poll(client, reference, context) {
    const path = `/v1/bankid/authentication/${encodeURIComponent(reference)}`;
    return outcomeOf(await client.get('bankid.authentication.poll', path, bankIdOrder), context);
  },
};
