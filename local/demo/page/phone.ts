import { find, say } from './dom.ts';
import { askShop } from './http.ts';
import { markLaunched, mayLaunch } from './launch.ts';
import { showScreen } from './screens.ts';
import type { Asked, View } from './shapes.ts';
import { text, type TextKey } from './text.ts';

type Screen = 'idle' | 'ready' | 'asked' | 'away' | 'done';

const device = find('.phone', HTMLElement);
const seen = find('#seen', HTMLImageElement);
const quote = find('#asked-text', HTMLElement);

let screen: Screen = 'idle';
let view: View = {};
let asked: Asked | undefined;
let doneWith: 'approve' | 'decline' | 'no-app' | 'ended' = 'ended';
let note: TextKey | undefined;
let busy = false;
let onNextFrame: (() => void) | undefined;

/** Draws the phone, in the page's language. */
export function showPhone(): void {
  seen.hidden = view.qr === undefined;
  if (view.qr !== undefined && seen.src !== view.qr) seen.src = view.qr;
  find('[data-phone=scan]', HTMLElement).setAttribute('aria-disabled', String(view.qr === undefined));
  find('[data-phone=launch]', HTMLElement).setAttribute('aria-disabled', String(!mayLaunch(view)));
  find('[data-phone=no-app]', HTMLElement).setAttribute('aria-disabled', String(view.autoStartToken === undefined));
  if (asked) {
    say(find('#asked-title', HTMLElement), text(`phone.asked.${asked.kind}`));
    say(quote, asked.visibleText ?? '');
    quote.hidden = asked.visibleText === null;
  }
  say(find('#away-text', HTMLElement), text(asked ? 'phone.gone.asked' : 'phone.gone.ready'));
  say(find('#done-title', HTMLElement), text(`phone.done.${doneWith}`));
  say(find('#phone-note', HTMLElement), note ? text(note) : '');
  showScreen(device, screen);
}

function turnTo(next: Screen): void {
  screen = next;
  showPhone();
}

function tell(key?: TextKey): void {
  note = key;
  showPhone();
}

async function open(how: 'scan' | 'launch', body: unknown): Promise<number> {
  const answer = await askShop('POST', `/phone/${how}`, body);
  if (answer.status === 200 && screen !== 'idle') {
    asked = answer.body as Asked;
    note = undefined;
    turnTo('asked');
  }
  return answer.status;
}

/** 409: the frame was too old. 404: no order shows it any more, as when Sluss has just renewed the order. */
const isStale = (status: number) => status === 409 || status === 404;

/** Scans the frame that is shown now. When that is stale, the camera sees the next one: once by itself, then by the person. */
async function scan(): Promise<void> {
  if (view.qr === undefined) return;
  tell('phone.scanning');
  let status = await open('scan', { qr: view.qr });
  if (isStale(status)) {
    tell('phone.tooOld');
    await new Promise<void>((resolve) => (onNextFrame = resolve));
    if (screen !== 'ready') return;
    status = await open('scan', { qr: view.qr });
  }
  if (isStale(status)) tell('phone.tooOldAgain');
  else if (status !== 200) tell('phone.refused');
}

async function launch(): Promise<void> {
  const { autoStartToken } = view;
  if (autoStartToken === undefined || !mayLaunch(view)) return;
  markLaunched(autoStartToken);
  tell();
  if ((await open('launch', { autoStartToken })) !== 200) tell('phone.refused');
}

async function answer(word: 'approve' | 'decline' | 'no-app'): Promise<void> {
  const refused =
    word === 'no-app'
      ? view.autoStartToken === undefined ||
        (await askShop('POST', '/phone/no-app', { autoStartToken: view.autoStartToken })).status !== 200
      : asked === undefined || (await askShop('POST', `/phone/orders/${asked.reference}/${word}`, {})).status !== 200;
  if (refused) {
    tell('phone.refused');
    return;
  }
  doneWith = word;
  note = undefined;
  turnTo('done');
}

const actions: Record<string, () => Promise<void> | void> = {
  scan,
  launch,
  approve: () => answer('approve'),
  decline: () => answer('decline'),
  'no-app': () => answer('no-app'),
  away: () => turnTo('away'),
  back: () => turnTo(asked ? 'asked' : 'ready'),
};

async function act(name: string): Promise<void> {
  if (busy) return;
  busy = true;
  await actions[name]?.();
  busy = false;
}

/** Makes the phone's buttons work. */
export function listenToPhone(): void {
  device.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest<HTMLElement>('[data-phone]') : null;
    if (button && button.ariaDisabled !== 'true') void act(button.dataset['phone'] ?? '');
  });
}

/** The page's own launch button: this device is the drawn phone. */
export const launchOnPhone = (): Promise<void> => act('launch');

/** A flow has started: the phone can be taken out. */
export function wakePhone(first: View): void {
  view = first;
  asked = undefined;
  note = undefined;
  doneWith = 'ended';
  turnTo('ready');
}

/** The page shows something new. */
export function letPhoneSee(next: View): void {
  const changed = next.qr !== undefined && next.qr !== view.qr;
  view = next;
  if (changed) {
    onNextFrame?.();
    onNextFrame = undefined;
  }
  showPhone();
}

/** The flow has ended: nothing is asked any more. */
export function restPhone(): void {
  view = {};
  note = undefined;
  onNextFrame?.();
  onNextFrame = undefined;
  if (screen !== 'idle') turnTo('done');
}

export const putPhoneAway = (): void => turnTo('idle');
