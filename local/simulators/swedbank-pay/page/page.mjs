/** The payer's page: sends what was chosen, shows how the payment stands, and tells the shop that frames it. */

const { payment: id, path, view, now } = document.body.dataset;
const isFramed = view === 'seamless';
const choices = document.querySelector('.choices');

/** The browser lets only the shop's own pages frame this one, so whoever listens above is the shop. */
function tell(event, data) {
  if (isFramed) parent.postMessage({ hostedView: 'invoice', event, data }, '*');
}

function show({ event, data }) {
  for (const notice of document.querySelectorAll('[data-standing]')) {
    notice.hidden = notice.dataset.standing !== event;
  }
  const isOver = ['onPaymentCompleted', 'onPaymentCanceled', 'onPaymentFailed'].includes(event);
  choices.hidden = isOver || event === 'onPaymentPending';
  tell(event, data);
  if (isOver && !isFramed && data.redirectUrl) location.assign(data.redirectUrl);
  if (event === 'onPaymentPending') setTimeout(lookAgain, 1000);
}

async function lookAgain() {
  const answer = await fetch(`${path}/standing`);
  const standing = await answer.json();
  if (standing.event === 'onPaymentPending') setTimeout(lookAgain, 1000);
  else if (standing.event) show(standing);
}

async function choose(form) {
  const buttons = [...document.querySelectorAll('button')];
  for (const button of buttons) button.disabled = true;
  if (!form.action.endsWith('/cancel')) tell('onPaymentPending', { id });
  try {
    const answer = await fetch(form.action, { method: 'POST', headers: { accept: 'application/json' } });
    const standing = await answer.json();
    if (standing.event) show(standing);
  } catch (error) {
    tell('onError', { origin: 'invoice', messageId: 'network', details: String(error) });
  } finally {
    for (const button of buttons) button.disabled = false;
  }
}

document.addEventListener('submit', (event) => {
  event.preventDefault();
  void choose(event.target);
});

document.querySelector('.terms')?.addEventListener('click', (event) => {
  if (!isFramed) return;
  event.preventDefault();
  tell('onPaymentTermsOfService', { origin: 'merchant', openUrl: event.currentTarget.href });
});

tell('onPaymentCreated', { id, instrument: 'Invoice' });
new ResizeObserver(() => tell('onApplicationConfigured', { height: document.documentElement.offsetHeight })).observe(
  document.documentElement,
);
// An end that is there already was told before; the page says so and offers the way back.
if (now === 'onPaymentPending') void lookAgain();
