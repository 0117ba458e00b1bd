import { find } from './dom.ts';
import { text } from './text.ts';

const place = find('#card-window', HTMLElement);
const frame = find('#window-frame', HTMLIFrameElement);

let shown: string | undefined;

/** Shows the card window at its address; without one it closes, and whoever was in it goes on at `next`. */
export function showCardWindow(url: string | undefined, next: HTMLElement): void {
  frame.title = text('window.frame');
  if (url === shown) return;
  shown = url;
  if (url === undefined && place.contains(document.activeElement)) next.focus();
  place.hidden = url === undefined;
  find('.phone', HTMLElement).hidden = url !== undefined;
  find('#window-link', HTMLAnchorElement).href = frame.src = url ?? 'about:blank';
}

/** `onLanded`: the window has led back to the shop, which proves nothing, but is a good time to ask. */
export function listenToCardWindow(onLanded: () => void): void {
  frame.addEventListener('load', () => {
    // Only a page of the shop's own can be looked into.
    if (shown !== undefined && frame.contentDocument !== null) onLanded();
  });
}
