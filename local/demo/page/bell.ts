import { create, find, say } from './dom.ts';
import { askShop } from './http.ts';
import type { Rings } from './shapes.ts';
import { text } from './text.ts';

const button = find('#bell', HTMLElement);

/** Draws how the doorbell is set, and the rings that came against the events that were told. */
export function showBell({ eightTimes, causes }: Rings, events: number): void {
  const rings = causes.reduce((sum, each) => sum + each.rings, 0);
  const list = find('#causes', HTMLElement);
  button.setAttribute('aria-pressed', String(eightTimes));
  say(
    find('#rings', HTMLElement),
    rings === 0 ? '' : text('bell.count', { rings: String(rings), events: String(events) }),
  );
  list.hidden = causes.length === 0;
  list.replaceChildren(
    ...causes.map(({ cause, rings: count }) => create('li', '', text('bell.cause', { cause, rings: String(count) }))),
  );
}

/** Sets the bell when the button is pressed; `onSet` is called afterwards. */
export function listenToBell(onSet: () => void): void {
  button.addEventListener('click', () => {
    const eightTimes = button.ariaPressed !== 'true';
    void askShop('POST', '/shop/bell', { eightTimes }).then(onSet);
  });
}
