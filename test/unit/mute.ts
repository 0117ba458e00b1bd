/** What functions log and measure, which some tests catch: it is made all the same, and only kept from the terminal. */
const isOfFunctions = (text: unknown): boolean => typeof text === 'string' && /^\{"(level|_aws)"/.test(text);

const muted = Symbol.for('muted');

for (const stream of [process.stdout, process.stderr] as (NodeJS.WriteStream & { [muted]?: true })[]) {
  if (stream[muted]) continue;
  stream[muted] = true;
  const write = stream.write.bind(stream);
  stream.write = ((...args: Parameters<typeof write>) => isOfFunctions(args[0]) || write(...args)) as typeof write;
}
