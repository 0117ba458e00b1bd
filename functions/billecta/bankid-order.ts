import * as z from 'zod';
import {
  unknownStatusHint,
  type Outcome,
  type PollContext,
  type PollingFlow,
  type Started,
  type StartContext,
} from '../../shared/polling-flow.ts';
import type { BankIdHint } from './bankid-hints.ts';
import { bankIdView, qrPicture } from './bankid-launch.ts';
import type { BillectaClient } from './client.ts';
import { instant, named } from './wire.ts';

/** BankIdStatusTypeView and BankIdHintCodeTypeView by number (billecta.md 2.4). */
const statuses = ['OutstandingTransaction', 'NoClient', 'Started', 'UserSign', 'UserReq', 'Complete', 'Error'];
const hintCodes = [
  'unknown',
  'outstandingTransaction',
  'noClient',
  'started',
  'userSign',
  'expiredTransaction',
  'certificateErr',
  'userCancel',
  'cancelled',
  'startFailed',
];

/**
 * BankIdAuthenticationStatusView and BankIdSignStatusView (billecta.md 2.3). Statuses and hints grow without notice, so
 * they are text here and decided below; everything but the handle and the status may be missing.
 */
export const bankIdOrder = z.looseObject({
  ReferenceToken: z.string().min(1),
  Status: named(statuses),
  HintCode: named(hintCodes).nullish(),
  AutoStartToken: z.string().nullish(),
  QR: qrPicture,
  SSN: z.string().nullish(),
  Name: z.string().nullish(),
  GivenName: z.string().nullish(),
  Surname: z.string().nullish(),
  IpAddress: z.string().nullish(),
  NotBefore: instant,
  NotAfter: instant,
  Signature: z.string().nullish(),
  OcspResponse: z.string().nullish(),
});
type BankIdOrder = z.infer<typeof bankIdOrder>;

/** Who the person is, as BankID says; the proof (signature and OCSP answer, base64) is gone in 24 h unless it is kept. */
export const identity = z.strictObject({
  personalNumber: z.string().meta({ description: '12 digits' }),
  name: z.string().nullable(),
  givenName: z.string().nullable(),
  surname: z.string().nullable(),
  ipAddress: z.string().nullable(),
  certificate: z.strictObject({ notBefore: z.iso.datetime().nullable(), notAfter: z.iso.datetime().nullable() }),
  signature: z.string().nullable(),
  ocspResponse: z.string().nullable(),
});
export type Identity = z.infer<typeof identity>;

/** Hints of BankID in Billecta's spelling (billecta.md 2.4), translated in this one place. */
const hints: ReadonlyMap<string, BankIdHint> = new Map([
  ['outstandingTransaction', 'outstanding-transaction'],
  ['noClient', 'no-client'],
  ['started', 'started'],
  ['userSign', 'user-sign'],
  ['expiredTransaction', 'expired-transaction'],
  ['certificateErr', 'certificate-error'],
  ['userCancel', 'user-cancel'],
  ['cancelled', 'cancelled-by-system'],
  ['startFailed', 'start-failed'],
  ['unknown', 'unknown-error'],
]);

/** What an order that died means, by BankID's own code for why: one that nobody opened is started anew. */
export const deathOf = <Other extends string>(
  code: string | null | undefined,
  otherwise: Other,
): Outcome<BankIdHint | Other, never> => {
  const hint = hints.get(code ?? '') ?? otherwise;
  return hint === 'start-failed' ? { status: 'unattended', hint } : { status: 'failed', hint };
};

/** The person whom an order was started for: 12 digits; absent where whoever opens it may finish it. */
export interface NamedPerson {
  readonly personalNumber?: string;
}

/** A flow that an order of BankID is all of. */
export type BankIdFlow<Request> = PollingFlow<BillectaClient, Request, BankIdHint, Identity, NamedPerson>;

/**
 * Whether somebody else has finished what one person was named for (billecta.md 13). Ten digits decide: which century the
 * answer has is the provider's business.
 */
export const isOther = ({ personalNumber }: NamedPerson, found: string): boolean =>
  personalNumber !== undefined && found.slice(-10) !== personalNumber.slice(-10);

export const startedOrder = (
  order: BankIdOrder,
  personalNumber: string | undefined,
  { returnUrl }: StartContext,
): Started<BankIdHint, NamedPerson> => ({
  reference: order.ReferenceToken,
  hint: 'outstanding-transaction',
  view: bankIdView(order.QR, order.AutoStartToken, returnUrl),
  memory: personalNumber === undefined ? {} : { personalNumber },
});

/** What a status means for the flow (billecta.md 2.4). */
export const outcomeOf = (
  order: BankIdOrder,
  { returnUrl, memory }: PollContext<NamedPerson>,
): Outcome<BankIdHint, Identity> => {
  const pending = (hint: BankIdHint) => ({ status: 'pending' as const, hint, view: {} });
  switch (order.Status) {
    case 'OutstandingTransaction':
      return {
        status: 'pending',
        hint: 'outstanding-transaction',
        view: bankIdView(order.QR, order.AutoStartToken, returnUrl),
      };
    // From here on the app is open, and a code on the screen would only invite a second person.
    case 'Started':
      return pending('started');
    case 'UserSign':
    case 'UserReq':
      return pending('user-sign');
    case 'Complete':
      return order.SSN ? completed(identityOf(order, order.SSN), memory) : pending('processing');
    // BankID itself keeps waiting on "no client"; Billecta gives up (seed 000, BankID flow, step 4.3), so we do too.
    case 'NoClient':
      return { status: 'failed', hint: 'no-client' };
    case 'Error':
      return deathOf(order.HintCode, 'unknown-error');
    default:
      return {
        status: 'pending',
        hint: unknownStatusHint,
        view: bankIdView(order.QR, order.AutoStartToken, returnUrl),
      };
  }
};

const completed = (result: Identity, named: NamedPerson): Outcome<BankIdHint, Identity> =>
  isOther(named, result.personalNumber) ? { status: 'failed', hint: 'wrong-person' } : { status: 'complete', result };

const identityOf = (order: BankIdOrder, personalNumber: string): Identity => ({
  personalNumber: personalNumber.replaceAll('-', ''),
  name: order.Name ?? null,
  givenName: order.GivenName ?? null,
  surname: order.Surname ?? null,
  ipAddress: order.IpAddress ?? null,
  certificate: { notBefore: order.NotBefore, notAfter: order.NotAfter },
  signature: order.Signature ?? null,
  ocspResponse: order.OcspResponse ?? null,
});
