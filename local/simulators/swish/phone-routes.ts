import { hostedPage, hostedPageStyle } from '../hosted-page.ts';
import { json, type Route } from '../http.ts';
import { onPhone } from './payment-control.ts';
import { phoneChoices, phonePage, type PhoneChoice } from './phone-page.ts';
import type { Payment, Payments } from './payments.ts';

/**
 * The payer's phone as a page: `/phone?payerAlias=…`, `/phone?token=…`, or all that wait; `&language=en`. A choice that
 * comes too late changes nothing: the page shows how the payment stands.
 */
export const phoneRoutes = (payments: Payments): Route[] => [
  { method: 'GET', path: '/phone/page.css', handle: hostedPageStyle },
  {
    method: 'GET',
    path: '/phone',
    handle({ query }) {
      const isAsked = 'payeralias' in query || 'token' in query;
      const shown = onPhone(payments, query).filter(({ status }) => isAsked || status === 'CREATED');
      return hostedPage(phonePage(shown, query), []);
    },
  },
  ...phoneChoices.map((choice): Route => ({
    method: 'POST',
    path: `/phone/{id}/${choice}`,
    handle({ param, query }) {
      const payment = payments.find(param('id'));
      if (!payment) return json(404, { message: 'There is no such request' });
      choose(payments, payment, choice);
      return { status: 303, headers: { location: `/phone?${new URLSearchParams(query).toString()}` }, body: '' };
    },
  })),
];

function choose(payments: Payments, payment: Payment, choice: PhoneChoice) {
  if (choice === 'approve') payments.approve(payment);
  else if (choice === 'decline') payments.decline(payment);
  else payments.fail(payment, choice);
}
