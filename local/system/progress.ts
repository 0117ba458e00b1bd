/** How long something took, for people: "4.2 s". */
export const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;

const underWay = new Set<string>();

const showUnderWay = () => {
  if (process.stdout.isTTY) process.stdout.write(`\r\u001b[K${[...underWay].map((label) => `${label} …`).join('  ')}`);
};

/** Prints a line above what is under way. */
export const say = (line: string): void => {
  if (process.stdout.isTTY) process.stdout.write('\r\u001b[K');
  console.log(line);
  showUnderWay();
};

/** Does a step that takes time: a terminal shows that it is under way, and one line tells when it is done and how long it took. */
export const step = async <T>(label: string, work: () => Promise<T>): Promise<T> => {
  const started = performance.now();
  underWay.add(label);
  showUnderWay();
  try {
    const result = await work();
    underWay.delete(label);
    say(`${seconds(performance.now() - started).padStart(7)}  ${label}`);
    return result;
  } catch (error) {
    underWay.delete(label);
    say(`${seconds(performance.now() - started).padStart(7)}  ${label}: failed`);
    throw error;
  }
};
