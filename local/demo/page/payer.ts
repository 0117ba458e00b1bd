import { find, say } from './dom.ts';
import { kronor } from './formats.ts';
import { askShop } from './http.ts';
import type { SwishAnswer } from './pay-shapes.ts';
import { showScreen } from './screens.ts';
import type { View } from './shapes.ts';
import { text, type TextKey } from './text.ts';

/** What the app asks. */
export interface Due {
  /** In öre. */
  amount: number;
  question: TextKey;
  /** To whom, and for what. */
  words: () => string;
  /** What a request that goes by number is about: it is in the app at once. */
  about?: string | undefined;
}

const device = find('.phone', HTMLElement);
const seen = find('#seen', HTMLImageElement);

let screen: 'idle' | 'ready' | 'asked' | 'done' = 'idle';
let swish: View['swish'];
let due: Due | undefined;
let desk = '';
let reference: string | undefined;
let doneWith: SwishAnswer | undefined;
let refused = false;
let busy = false;

/** Draws the phone, in the page's language. */
export function showPayer(): void {
  say(find('#asked-title', HTMLElement), due ? text(due.question) : '');
  say(find('#asked-amount', HTMLElement), kronor(due?.amount ?? 0));
  say(find('#asked-for', HTMLElement), due?.words() ?? '');
  say(find('#payer-done', HTMLElement), text(doneWith ? `payer.done.${doneWith}` : 'payer.done'));
  say(
    find('#payer-done-text', HTMLElement),
    text(doneWith === 'silence' ? 'payer.done.silence.text' : 'payer.done.text'),
  );
  say(find('#payer-note', HTMLElement), refused ? text('payer.refused') : '');
  showScreen(device, screen);
}

async function open(request: { token: string } | { about: string }): Promise<void> {
  const { status, body } = await askShop('POST', `/payer/${desk}`, request);
  refused = status !== 200;
  if (!refused) {
    ({ reference } = body as { reference: string });
    screen = 'asked';
  }
  showPayer();
}

async function answer(word: SwishAnswer): Promise<void> {
  if (reference === undefined) return;
  const { status } = await askShop('POST', `/payer/${desk}/${reference}/${word}`, {});
  refused = status !== 200;
  if (!refused) {
    doneWith = word;
    screen = 'done';
  }
  showPayer();
}

async function act(what: string): Promise<void> {
  if (what === 'scan') await open({ token: swish?.qrContent.slice(1) ?? '' });
  else if (what === 'launch') await launch();
  else await answer(what as SwishAnswer);
}

async function once(acting: () => Promise<void>): Promise<void> {
  if (busy) return;
  busy = true;
  await acting();
  busy = false;
}

const launch = () => open({ token: new URL(swish?.launchUrl ?? 'swish://').searchParams.get('token') ?? '' });

/** The page's own link: this device is the drawn phone. */
export const launchAtPayer = (): Promise<void> => once(launch);

/** Nothing is to be paid. */
export function putPayerAway(): void {
  due = swish = reference = doneWith = undefined;
  refused = false;
  screen = 'idle';
  showPayer();
}

/** Something is to be paid. */
export function wakePayer(asked: Due): void {
  due = asked;
  showPayer();
  if (asked.about !== undefined) void open({ about: asked.about });
}

/** The screen shows a code and a link; `picture` is the code. */
export function letPayerSee(next: View['swish'], picture: string | undefined): void {
  swish = next;
  seen.hidden = picture === undefined;
  if (picture !== undefined) seen.src = picture;
  if (screen === 'idle' && next) screen = 'ready';
  showPayer();
}

/** The payment has ended: nothing is asked any more. */
export function restPayer(): void {
  if (screen !== 'idle') screen = 'done';
  showPayer();
}

/** Makes the phone's buttons work. `at`: with whom the server's phone speaks, `requests` at Billecta or `payments` at Swish itself. */
export function listenToPayer(at: 'requests' | 'payments'): void {
  desk = at;
  device.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest<HTMLElement>('[data-payer]') : null;
    if (button) void once(() => act(button.dataset['payer'] ?? ''));
  });
}
