import { find } from './dom.ts';
import { language } from './text.ts';

interface View {
  open(): void;
  close(): void;
}

declare global {
  interface Window {
    /** What the provider's script leaves behind. */
    payex?: { hostedView: { invoice: (options: Record<string, unknown>) => View } };
  }
}

/** What the view said; none of it proves anything (swedbank-pay.md 19). */
export type Said = 'pending' | 'done' | 'again' | 'error';

const place = find('#seamless-view', HTMLElement);

let view: View | undefined;

const load = (scriptUrl: string) =>
  new Promise<void>((resolve, reject) => {
    const script = document.createElement('script');
    script.addEventListener('load', () => resolve());
    script.addEventListener('error', () => reject(new Error('The script of the payment view does not load')));
    script.src = scriptUrl;
    document.head.append(script);
  });

/** Opens the provider's payment view in the page. What is not handled here the view does by itself. */
export async function openView(scriptUrl: string, onSaid: (said: Said) => void): Promise<void> {
  closeView();
  try {
    await load(scriptUrl);
    view = window.payex?.hostedView.invoice({
      container: place.id,
      culture: language() === 'sv' ? 'nb-NO' : 'en-US',
      onPaymentPending: () => onSaid('pending'),
      onPaymentCompleted: () => onSaid('done'),
      onPaymentCanceled: () => onSaid('done'),
      onPaymentFailed: () => onSaid('done'),
      onPaymentTransactionFailed: () => onSaid('again'),
      onError: () => onSaid('error'),
    });
    place.hidden = false;
    view?.open();
  } catch {
    onSaid('error');
  }
}

/** Closes it; whoever was in it goes on at `next`. */
export function closeView(next?: HTMLElement): void {
  if (place.contains(document.activeElement)) next?.focus();
  view?.close();
  view = undefined;
  place.hidden = true;
}

export const viewIsOpen = (): boolean => view !== undefined;
