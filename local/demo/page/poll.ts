const millisecondsBetweenReads = 2000;

export interface Poll {
  /** Reads out of turn. */
  read: () => Promise<void>;
  stop: () => void;
}

/** Reads now and every other second while the page can be seen. `stopped` is aborted when nobody waits for it any more. */
export function poll(reading: (stopped: AbortSignal) => Promise<void>): Poll {
  const stopping = new AbortController();
  const { signal } = stopping;
  let timer: number | undefined;
  let isReading = false;
  let again = false;

  async function read(): Promise<void> {
    clearTimeout(timer);
    // What is asked for now may be newer than what is on its way.
    again = isReading;
    if (isReading) return;
    isReading = true;
    await reading(signal);
    isReading = false;
    if (signal.aborted) return;
    if (again) void read();
    else if (document.visibilityState === 'visible') timer = setTimeout(() => void read(), millisecondsBetweenReads);
  }

  document.addEventListener(
    'visibilitychange',
    () => {
      if (document.visibilityState === 'visible') void read();
      else clearTimeout(timer);
    },
    { signal },
  );
  void read();

  return {
    read,
    stop: () => {
      clearTimeout(timer);
      stopping.abort();
    },
  };
}
