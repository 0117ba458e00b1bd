/** Reads each name once, whoever asks: several checks look at the same thing. A failure is remembered too. */
export const remembered = <Value>(read: (name: string) => Promise<Value>): ((name: string) => Promise<Value>) => {
  const reads = new Map<string, Promise<Value>>();
  return (name) => {
    const known = reads.get(name);
    if (known) return known;
    const value = read(name);
    reads.set(name, value);
    return value;
  };
};
