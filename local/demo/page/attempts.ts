/** The Idempotency-Key of what is asked for: the same for the same request, until that has been done. */
export function attempts() {
  let open: { request: string; key: string } | undefined;
  return {
    keyFor: (request: unknown): string => {
      const text = JSON.stringify(request);
      if (open?.request !== text) open = { request: text, key: crypto.randomUUID() };
      return open.key;
    },
    /** The next one is a new request, even if it says the same. */
    done: (): void => {
      open = undefined;
    },
  };
}
