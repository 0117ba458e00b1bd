import { controlError } from '../control.ts';
import { json, type Reply, type Route, type SimulatorRequest } from '../http.ts';
import type { CardIntent, CardIntents } from './card-intents.ts';

const texts = {
  sv: { title: 'Simulerat kortfönster', simulated: 'Inga pengar flyttas.', yes: 'Godkänn kortet', no: 'Neka kortet' },
  en: { title: 'Simulated card window', simulated: 'No money moves.', yes: 'Accept the card', no: 'Refuse the card' },
};
const choices = { approve: 'Succeeded', fail: 'Failed' } as const;

/**
 * The window in which the payer enters a card, as a page with a button for each outcome: the reference has no published
 * test card numbers. Under the control API the same without a browser.
 */
export const cardWindowRoutes = (intents: CardIntents): Route[] => [
  {
    method: 'GET',
    path: '/card-window/{publicId}',
    handle: (request) => page(intentOf(request, intents)),
  },
  ...(['approve', 'fail'] as const).flatMap((choice): Route[] => [
    {
      method: 'POST',
      path: `/card-window/{publicId}/${choice}`,
      handle(request) {
        const intent = intentOf(request, intents);
        intents.end(intent, choices[choice]);
        const { successUrl, failureUrl } = intent.landing;
        const location = intent.status === 'Succeeded' ? successUrl : failureUrl;
        return { status: 303, headers: { location }, body: '' };
      },
    },
    {
      method: 'POST',
      path: `/_simulator/card-windows/{publicId}/${choice}`,
      handle(request) {
        const intent = intentOf(request, intents);
        if (!intents.end(intent, choices[choice])) throw controlError(409, 'The window has been used');
        return json(200, { publicId: intent.publicId, status: intent.status });
      },
    },
  ]),
];

function intentOf(request: SimulatorRequest, intents: CardIntents): CardIntent {
  const intent = intents.find(request.param('publicId'));
  if (!intent) throw controlError(404, 'No such window');
  return intent;
}

function page({ publicId, landing, status }: CardIntent): Reply {
  const language = landing.language === 'EN' ? 'en' : 'sv';
  const { title, simulated, yes, no } = texts[language];
  const button = (choice: string, label: string) =>
    `<form method="post" action="/card-window/${publicId}/${choice}"><button>${label}</button></form>`;
  const body = `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<h1>${title}</h1>
<p>${simulated}</p>
${status === 'Pending' ? button('approve', yes) + button('fail', no) : `<p>${status}</p>`}
</html>
`;
  return { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body };
}
