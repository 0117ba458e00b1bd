import { escaped } from '../hosted-page.ts';
import { idOf, pagePathOf } from './operations.ts';
import type { Language } from './page-texts.ts';
import { texts } from './page-texts.ts';
import type { Payment } from './payment.ts';
import { isOver, standing } from './payer.ts';

/** How the payer sees the page: on its own, or in a shop's frame. */
export interface PageView {
  language: Language;
  isSeamless: boolean;
}

/**
 * The page on which a payer decides. It works without its script: then each button is a form that leads on. Only the
 * redirect page shows the description and a cancel button (swedbank-pay.md 5.2, 19).
 */
export function paymentPage(payment: Payment, { language, isSeamless }: PageView): string {
  const text = texts[language];
  const { description, payeeInfo, urls } = payment.request.payment;
  const now = standing(payment);
  const path = pagePathOf(payment) ?? '';
  const form = (action: string, label: string, kind: string) =>
    `<form method="post" action="${path}/${action}"><button class="${kind}">${escaped(label)}</button></form>`;
  const notices = Object.entries(text.standing).map(
    ([event, message]) => `<p data-standing="${event}"${event === now?.event ? '' : ' hidden'}>${escaped(message)}</p>`,
  );
  const target = now?.data.redirectUrl;
  const terms = urls.termsOfServiceUrl;

  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(text.title)}</title>
<link rel="stylesheet" href="/invoice/page/page.css">
<script type="module" src="/invoice/page/page.mjs"></script>
</head>
<body data-payment="${idOf(payment)}" data-path="${path}" data-view="${isSeamless ? 'seamless' : 'redirect'}" data-now="${now?.event ?? ''}">
<main>
<h1>${escaped(text.title)}</h1>
<p class="simulated">${escaped(text.simulated)}</p>
<dl>
<div><dt>${escaped(text.amount)}</dt><dd>${escaped(amountText(payment, language))}</dd></div>
${payeeInfo.payeeName === undefined ? '' : `<div><dt>${escaped(text.to)}</dt><dd>${escaped(payeeInfo.payeeName)}</dd></div>`}
</dl>
${isSeamless ? '' : `<p>${escaped(description)}</p>`}
<div role="status">${notices.join('\n')}</div>
<div class="choices"${isOver(now) ? ' hidden' : ''}>
${form('complete', text.approve, 'main')}
${isSeamless ? '' : form('complete-and-leave', text.approveAndLeave, 'plain')}
${form('fail', text.decline, 'plain')}
${form('fail-finally', text.declineFinally, 'plain')}
${isSeamless ? '' : form('cancel', text.cancel, 'plain')}
<p class="hint">${escaped(text.leave)}</p>
</div>
${isOver(now) && target !== undefined && !isSeamless ? `<p><a href="${escaped(target)}">${escaped(text.back)}</a></p>` : ''}
${terms === undefined ? '' : `<p><a class="terms" href="${escaped(terms)}" target="_blank" rel="noopener">${escaped(text.terms)}</a></p>`}
</main>
</body>
</html>
`;
}

/** The price in the payer's way of writing; a verification has none. */
function amountText({ request: { payment } }: Payment, language: Language): string {
  const minorUnits = 'prices' in payment ? (payment.prices[0]?.amount ?? 0) : 0;
  return new Intl.NumberFormat(language, { style: 'currency', currency: payment.currency }).format(minorUnits / 100);
}
