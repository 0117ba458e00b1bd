import { askShop, type Answer } from './http.ts';
import type { Rings, ToldEvent } from './shapes.ts';

const millisecondsBetweenReads = 2000;

interface Listeners {
  onLedger: (answer: Answer) => void;
  onRings: (rings: Rings) => void;
  onEvent: (told: ToldEvent) => void;
}

export interface PaymentWatcher {
  /** Reads out of turn. */
  read: () => Promise<void>;
  stop: () => void;
}

/** Reads a payment's ledger and the doorbell every other second while the page can be seen, and at once when an event is told. */
export function watchPayment(paymentId: string, { onLedger, onRings, onEvent }: Listeners): PaymentWatcher {
  const id = encodeURIComponent(paymentId);
  const stream = new EventSource(`/shop/payments/${id}/events`);
  let timer: number | undefined;
  let reading = false;
  let again = false;
  let stopped = false;

  async function read(): Promise<void> {
    clearTimeout(timer);
    // What is asked for now may be newer than what is on its way.
    again = reading;
    if (reading) return;
    reading = true;
    const [ledger, bell] = await Promise.all([
      askShop('GET', `/shop/payments/${id}`),
      askShop('GET', `/shop/bell/${id}`),
    ]);
    reading = false;
    if (stopped) return;
    onLedger(ledger);
    if (bell.status === 200) onRings(bell.body as Rings);
    if (again) void read();
    else if (document.visibilityState === 'visible') timer = setTimeout(() => void read(), millisecondsBetweenReads);
  }

  const onVisibility = () => {
    if (document.visibilityState === 'visible') void read();
    else clearTimeout(timer);
  };
  document.addEventListener('visibilitychange', onVisibility);
  stream.addEventListener('message', ({ data }: MessageEvent<string>) => {
    onEvent(JSON.parse(data) as ToldEvent);
    void read();
  });
  void read();

  return {
    read,
    stop: () => {
      stopped = true;
      clearTimeout(timer);
      stream.close();
      document.removeEventListener('visibilitychange', onVisibility);
    },
  };
}
