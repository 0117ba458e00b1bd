import { controlError } from '../control.ts';
import { hostedPage, hostedPageStyle } from '../hosted-page.ts';
import { json, type Route, type SimulatorRequest } from '../http.ts';
import type { CardIntent, CardIntents } from './card-intents.ts';
import { cardWindowPage } from './card-window-page.ts';

const choices = { approve: 'Succeeded', fail: 'Failed' } as const;

/** The window in which the payer enters a card, with a button for each outcome. Under the control API the same without a browser. */
export const cardWindowRoutes = (intents: CardIntents): Route[] => [
  { method: 'GET', path: '/card-window/page.css', handle: hostedPageStyle },
  {
    method: 'GET',
    path: '/card-window/{publicId}',
    handle(request) {
      const intent = intentOf(request, intents);
      return hostedPage(cardWindowPage(intent), framersOf(intent));
    },
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

/** Inferred: that the shop's own pages, to which the window leads back, may frame it. */
const framersOf = ({ landing }: CardIntent): string[] => [
  ...new Set([landing.successUrl, landing.failureUrl].map((url) => new URL(url).origin)),
];
