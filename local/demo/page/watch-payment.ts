import { askShop, type Answer } from './http.ts';
import { poll, type Poll } from './poll.ts';
import type { Rings, ToldEvent } from './shapes.ts';

interface Listeners {
  onLedger: (answer: Answer) => void;
  /** Where there is a doorbell to hear. */
  onRings?: (rings: Rings) => void;
  onEvent: (told: ToldEvent) => void;
}

/** Reads a payment's ledger and the doorbell every other second while the page can be seen, and at once when an event is told. */
export function watchPayment(paymentId: string, { onLedger, onRings, onEvent }: Listeners): Poll {
  const id = encodeURIComponent(paymentId);
  const stream = new EventSource(`/shop/payments/${id}/events`);
  const { read, stop } = poll(async (stopped) => {
    const [ledger, bell] = await Promise.all([
      askShop('GET', `/shop/payments/${id}`),
      onRings && askShop('GET', `/shop/bell/${id}`),
    ]);
    if (stopped.aborted) return;
    onLedger(ledger);
    if (bell?.status === 200) onRings?.(bell.body as Rings);
  });
  stream.addEventListener('message', ({ data }: MessageEvent<string>) => {
    onEvent(JSON.parse(data) as ToldEvent);
    void read();
  });
  return {
    read,
    stop: () => {
      stop();
      stream.close();
    },
  };
}
