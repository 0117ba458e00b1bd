import { vi } from 'vitest';

/** Hands on all that is printed from now on, instead of printing it; until mocks are restored. */
export const catchPrinted = (take: (text: string) => void): void => {
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation((text) => {
      take(String(text));
      return true;
    });
};
