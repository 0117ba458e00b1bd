import * as z from 'zod';
import { personalNumber } from '../../shared/personal-number.ts';
import { bankIdHints } from './bankid-hints.ts';
import { type BankIdFlow, bankIdOrder, identity, outcomeOf, startedOrder } from './bankid-order.ts';

/** BankID counts the text after base64 in UTF-8 (bankid.md 4.1): 40,000 characters for what is shown. */
const base64Length = (text: string): number => 4 * Math.ceil(Buffer.byteLength(text) / 3);

/** BankID takes 200,000; but both texts come back inside the signature, and all of it must fit one item of 400 kB. */
const hiddenBase64Length = 120_000;

const request = z.strictObject({
  personalNumber: personalNumber.optional().meta({ description: 'Without it whoever scans the code signs' }),
  visibleText: z
    .string()
    .min(1)
    .refine((text) => base64Length(text) <= 40_000, 'must be at most 40,000 characters after base64')
    .meta({ description: 'What the person reads in the app and signs; at most 40,000 characters after base64' }),
  hiddenData: z
    .string()
    .min(1)
    .refine((text) => base64Length(text) <= hiddenBase64Length, 'must be at most 120,000 characters after base64')
    .optional()
    .meta({ description: 'Signed too, but not shown; at most 120,000 characters after base64' }),
});

/** Has a person sign a text with BankID (billecta.md section 2). */
export const bankIdSignature: BankIdFlow<z.infer<typeof request>> = {
  name: 'bankid-signature',
  route: 'POST /v1/billecta/bankid/signatures',
  summary: 'Start a BankID signing',
  request,
  result: identity,
  hints: bankIdHints,
  failureImpact: 'People who sign with BankID wait in vain; the clock ends their signings as expired.',
  machine: 'express',
  movesMoney: false,
  showsCode: true,
  giveUpAfterSeconds: 280,
  keepForSeconds: 3600,
  maxBodyBytes: 256 * 1024,

  async start(client, { personalNumber: SSN, visibleText, hiddenData }, context) {
    const order = await client.put(
      'bankid.sign.start',
      '/v1/bankid/sign',
      {
        CreditorPublicId: client.creditorPublicId,
        SSN: SSN ?? null,
        TokenStartRequired: SSN === undefined,
        // Plain text, unlike at BankID itself (billecta.md 2.2); that the hidden data is base64 is inferred.
        UserMessage: visibleText,
        UserNonVisibleData: hiddenData === undefined ? null : Buffer.from(hiddenData).toString('base64'),
      },
      bankIdOrder,
    );
    return startedOrder(order, SSN, context);
  },

  async poll(client, reference, context) {
    const path = `/v1/bankid/sign/${encodeURIComponent(reference)}`;
    return outcomeOf(await client.get('bankid.sign.poll', path, bankIdOrder), context);
  },
};
