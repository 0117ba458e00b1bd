import * as z from 'zod';
import type { Clock } from '../clock.ts';
import { json } from '../http.ts';
import { isPersonalNumber } from '../people.ts';
import type { ProviderRoute } from '../provider-routes.ts';
import { billectaError, unknownCreditor } from './errors.ts';
import { dateTime, identityOf, nobody } from './identity.ts';
import { isOutstanding, stateOf, type Order, type Subject } from './order.ts';
import type { Orders } from './orders.ts';
import { showFrame } from './qr.ts';

/** Unknown fields are ignored, as the provider seems to do (billecta.md 12.9). */
const authenticationRequest = z.object({
  CreditorPublicId: z.string(),
  SSN: z.string().nullish(),
  TokenStartRequired: z.boolean().default(false),
});

const base64Length = (text: string) => Buffer.from(text).toString('base64').length;

/** BankID's limits; that Billecta counts the visible text after base64 is inferred (billecta.md 2.2, bankid.md 4.1). */
const signRequest = authenticationRequest.extend({
  UserMessage: z
    .string()
    .min(1)
    .refine((text) => base64Length(text) <= 40_000, 'at most 40,000 characters after base64'),
  UserNonVisibleData: z.string().max(200_000).nullish(),
});

/** Authentication and signing (billecta.md 2): start by PUT, poll by GET with the start's ReferenceToken. */
export function bankIdRoutes(creditorPublicId: string, orders: Orders, clock: Clock): ProviderRoute[] {
  function start(subject: Subject, request: z.infer<typeof authenticationRequest>) {
    if (request.CreditorPublicId !== creditorPublicId) throw unknownCreditor();
    return json(200, statusView(orders.start(subject, personNamedBy(request)), clock.now()));
  }
  function poll(kind: Subject['kind'], reference: string) {
    const order = orders.find(reference);
    if (order?.subject.kind !== kind) throw billectaError(404, 'The order was not found');
    return json(200, statusView(order, clock.now()));
  }
  return [
    {
      method: 'PUT',
      path: '/v1/bankid/authentication',
      operation: 'bankid.authentication.start',
      unverified: 'path',
      handle: ({ body }) => start({ kind: 'authentication' }, validated(authenticationRequest, body)),
    },
    {
      method: 'GET',
      path: '/v1/bankid/authentication/{reference}',
      operation: 'bankid.authentication.poll',
      handle: (request) => poll('authentication', request.param('reference')),
    },
    {
      method: 'PUT',
      path: '/v1/bankid/sign',
      operation: 'bankid.sign.start',
      handle({ body }) {
        const request = validated(signRequest, body);
        const { UserMessage: visibleText, UserNonVisibleData: hiddenData = null } = request;
        return start({ kind: 'signature', visibleText, hiddenData }, request);
      },
    },
    {
      method: 'GET',
      path: '/v1/bankid/sign/{reference}',
      operation: 'bankid.sign.poll',
      handle: (request) => poll('signature', request.param('reference')),
    },
  ];
}

function validated<T>(schema: z.ZodType<T>, body: unknown): T {
  const { success, data, error } = schema.safeParse(body);
  if (!success) throw billectaError(400, `Invalid request: ${z.prettifyError(error)}`);
  return data;
}

/** Either a token starts the order or a personal number is named, never both (billecta.md 2.2, inferred). */
function personNamedBy({ SSN, TokenStartRequired }: z.infer<typeof authenticationRequest>): string | null {
  if (TokenStartRequired) {
    if (SSN) throw billectaError(400, 'SSN must be empty when TokenStartRequired is true');
    return null;
  }
  if (!SSN || !isPersonalNumber(SSN)) throw billectaError(400, 'SSN must be a personal number of 12 digits');
  return SSN;
}

/** BankIdAuthenticationStatusView; the view of a signing lacks Details (billecta.md 2.3). */
function statusView(order: Order, now: number) {
  const state = stateOf(order, now);
  const { status, hintCode } = order.forced ?? state;
  return {
    Status: status,
    HintCode: hintCode,
    ReferenceToken: order.reference,
    AutoStartToken: order.autoStartToken,
    QR: isOutstanding(order, now) ? showFrame(order, now) : null,
    ...(state.approvedBy === undefined ? nobody : identityOf(order, state.approvedBy)),
    Created: dateTime(order.createdAt),
    ...(order.subject.kind === 'authentication' && {
      Details: state.status === 'Error' ? 'The order has ended without an identity' : null,
    }),
  };
}
