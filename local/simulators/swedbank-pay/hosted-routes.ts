import { file, hostedPage, hostedPageStyle } from '../hosted-page.ts';
import { json, type Reply, type Route, type SimulatorRequest } from '../http.ts';
import { paymentPage } from './page.ts';
import { isLanguage } from './page-texts.ts';
import type { Payment } from './payment.ts';
import { canceled, isOver, standing, type PayerActions, type ViewEvent } from './payer.ts';
import { Problem } from './problems.ts';
import type { PaymentStore } from './store.ts';

interface Hosted {
  store: PaymentStore;
  payer: PayerActions;
  beforeAnswer: () => Promise<void>;
}

const text = (status: number, body: string): Reply => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body,
});

/** The pages and the script that a payer's browser loads; at the provider they have a host of their own. */
export function hostedRoutes({ store, payer, beforeAnswer }: Hosted): Route[] {
  const onPage = (
    method: Route['method'],
    below: string,
    act: (payment: Payment, request: SimulatorRequest) => Reply | Promise<Reply>,
  ): Route => ({
    method,
    path: `/invoice/payments/{verb}/{token}${below}`,
    handle(request) {
      const payment = store.byPageToken(request.param('token'));
      return payment ? act(payment, request) : text(404, 'No such payment');
    },
  });

  const choice = (action: string, choose: (payment: Payment) => ViewEvent | undefined): Route =>
    onPage('POST', `/${action}`, async (payment, request) => {
      const event = afterChoice(payment, choose, store);
      await beforeAnswer();
      return chosen(request, event);
    });

  return [
    onPage('GET', '', (payment, { query }) => {
      const isSeamless = query['view'] === 'seamless';
      const asked = query['culture'] ?? '';
      const language = isLanguage(asked) ? asked : payment.request.payment.language;
      return hostedPage(paymentPage(payment, { language, isSeamless }), framersOf(payment));
    }),
    onPage('GET', '/standing', (payment) => json(200, standing(payment) ?? {})),
    choice('complete', (payment) => standing(payer.complete(payment.id))),
    choice('complete-and-leave', (payment) => withoutReturn(standing(payer.complete(payment.id)))),
    choice('fail', (payment) => standing(payer.fail(payment.id, false))),
    choice('fail-finally', (payment) => standing(payer.fail(payment.id, true))),
    choice('cancel', (payment) => afterCancel(payer.cancel(payment.id))),
    { method: 'GET', path: '/invoice/page/page.css', handle: hostedPageStyle },
    {
      method: 'GET',
      path: '/invoice/page/page.mjs',
      handle: () => file(new URL('./page/page.mjs', import.meta.url), 'text/javascript'),
    },
    {
      method: 'GET',
      path: '/invoice/core/scripts/client/px.invoice.client.js',
      handle: () => file(new URL('./page/px.invoice.client.mjs', import.meta.url), 'application/javascript'),
    },
  ];
}

/** Only the shop's own pages may frame the payment (swedbank-pay.md 3, hostUrls). */
const framersOf = ({ request }: Payment): string[] =>
  (request.payment.urls.hostUrls ?? []).map((url) => new URL(url).origin);

/** A choice that comes too late changes nothing: the payer hears how the payment stands. */
function afterChoice(payment: Payment, choose: (payment: Payment) => ViewEvent | undefined, store: PaymentStore) {
  try {
    return choose(payment);
  } catch (error) {
    if (error instanceof Problem) return standing(store.get(payment.id));
    throw error;
  }
}

/** Whoever has paid already, perhaps in another window, is not sent off as one who cancelled. */
function afterCancel(payment: Payment): ViewEvent {
  const now = standing(payment);
  return now && isOver(now) ? now : canceled(payment);
}

const withoutReturn = (event: ViewEvent | undefined) =>
  event && { ...event, data: { ...event.data, redirectUrl: undefined } };

/** The page's script reads the event; a form without a script is led on. */
function chosen(request: SimulatorRequest, event: ViewEvent | undefined): Reply {
  if (request.headers.accept === 'application/json') return json(200, event ?? {});
  const page = `/invoice/payments/${request.param('verb')}/${request.param('token')}`;
  return { status: 303, headers: { location: event?.data.redirectUrl ?? page }, body: '' };
}
