import * as z from 'zod';
import { inferredPaths, pathnameOf } from '../../../functions/billecta/paths.ts';
import { json, type SimulatorRequest } from '../http.ts';
import type { ProviderRoute } from '../provider-routes.ts';
import type { CardIntent, CardIntents, Landing } from './card-intents.ts';
import { billectaError } from './errors.ts';
import { dateTime } from './identity.ts';
import type { ToPay } from './invoicing/payable.ts';

const landing = {
  SuccessUrl: z.url({ protocol: /^https?$/ }),
  FailureUrl: z.url({ protocol: /^https?$/ }),
  Language: z.enum(['SV', 'EN', 'FI']).default('SV'),
};
const addRequest = z.object({ DebtorPublicId: z.guid(), ...landing });
const paymentRequest = z.object({ ActionPublicId: z.string().min(1), ...landing });

function validated<T>(schema: z.ZodType<T>, body: unknown): T {
  const { success, data, error } = schema.safeParse(body);
  if (!success) throw billectaError(400, `Invalid request: ${z.prettifyError(error)}`);
  return data;
}

const landingOf = (request: { SuccessUrl: string; FailureUrl: string; Language: string }): Landing => ({
  successUrl: request.SuccessUrl,
  failureUrl: request.FailureUrl,
  language: request.Language,
});

/** Cards (billecta.md 5): saving one in a window, and paying an invoice in a window. The paths of the payment are inferred. */
export function cardRoutes(creditorPublicId: string, intents: CardIntents, toPay: ToPay): ProviderRoute[] {
  const intentOf = (id: string, kind: CardIntent['subject']['kind']): CardIntent => {
    const intent = intents.find(id);
    if (intent?.subject.kind !== kind) throw billectaError(404, 'The intent was not found');
    return intent;
  };
  const view = (intent: CardIntent, request: SimulatorRequest) =>
    json(200, viewOf(intent, creditorPublicId, `http://${request.headers.host ?? ''}/card-window/${intent.publicId}`));
  return [
    {
      method: 'POST',
      path: '/v1/debtors/addcreditcard',
      operation: 'cards.start',
      handle(request) {
        const asked = validated(addRequest, request.body);
        const subject = { kind: 'save', debtorPublicId: asked.DebtorPublicId } as const;
        return view(intents.start(subject, landingOf(asked)), request);
      },
    },
    {
      method: 'GET',
      path: '/v1/debtors/addcreditcard/{publicId}',
      operation: 'cards.poll',
      handle: (request) => view(intentOf(request.param('publicId'), 'save'), request),
    },
    {
      method: 'DELETE',
      path: '/v1/debtors/addcreditcard/{cardPublicId}',
      operation: 'cards.remove',
      handle(request) {
        intents.remove(request.param('cardPublicId'));
        return { status: 200, headers: {}, body: '' };
      },
    },
    {
      method: inferredPaths['card-withdrawal'].method,
      path: pathnameOf(inferredPaths['card-withdrawal'].path),
      operation: 'cards.charge',
      unverified: 'path',
      handle(request) {
        const day = z.iso.date().safeParse(request.query['date']?.slice(0, 10));
        if (!day.success) throw billectaError(400, 'The date is none');
        intents.demand(request.query['creditcard'] ?? '');
        toPay(request.param('invoiceId')).chargeCard(day.data);
        return { status: 200, headers: {}, body: '' };
      },
    },
    {
      ...inferredPaths['card-payment-start'],
      operation: 'card-payment.start',
      unverified: 'path',
      handle(request) {
        const asked = validated(paymentRequest, request.body);
        const subject = { kind: 'pay', invoice: toPay(asked.ActionPublicId) } as const;
        return view(intents.start(subject, landingOf(asked)), request);
      },
    },
    {
      ...inferredPaths['card-payment-status'],
      operation: 'card-payment.poll',
      unverified: 'path',
      handle: (request) => view(intentOf(request.param('paymentId'), 'pay'), request),
    },
    {
      ...inferredPaths['card-payment-cancel'],
      operation: 'card-payment.cancel',
      unverified: 'path',
      handle(request) {
        // Possible while it is not completed (billecta.md 5); that it then counts as failed is inferred.
        if (!intents.end(intentOf(request.param('paymentId'), 'pay'), 'Failed'))
          throw billectaError(400, 'The payment has ended');
        return { status: 200, headers: {}, body: '' };
      },
    },
  ];
}

const unset = '0001-01-01T00:00:00';

/** CreditCardAddView or CreditCardPaymentView. */
function viewOf(
  { publicId, subject, landing, createdAt, status, endedAt }: CardIntent,
  creditor: string,
  window: string,
) {
  const common = {
    CreditorPublicId: creditor,
    Status: status,
    SuccessUrl: landing.successUrl,
    FailureUrl: landing.failureUrl,
    Created: dateTime(createdAt),
    Language: landing.language,
  };
  if (subject.kind === 'save')
    return { ...common, PublicId: publicId, DebtorPublicId: subject.debtorPublicId, AddWindowUrl: window };
  const isPaid = status === 'Succeeded' && endedAt !== null;
  return {
    ...common,
    PaymentPublicId: publicId,
    Amount: subject.invoice.amount,
    RefundedAmount: null,
    PaymentDate: isPaid ? dateTime(endedAt) : unset,
    ActionPublicId: subject.invoice.invoiceId,
    ActionType: 'InvoiceAction',
    Comment: null,
    PaymentWindowUrl: window,
    Funding: isPaid ? 'debit' : null,
    Brand: isPaid ? 'visa' : null,
  };
}
