import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { ExplainedError } from '../system/explained-error.ts';

export interface Question {
  text: string;
  /** Whether what is typed stays invisible. */
  secret: boolean;
}

/** Asks on the terminal, or takes one line of standard input per question when that is no terminal. */
export const ask = async (questions: Question[]): Promise<string[]> => {
  const { stdin, stderr } = process;
  let muted = false;
  const output = new Writable({
    write(chunk: Buffer, _encoding, done) {
      if (!muted) stderr.write(chunk);
      done();
    },
  });
  const terminal = stdin.isTTY;
  const lines = createInterface({ input: stdin, output, terminal });
  const typed = lines[Symbol.asyncIterator]();
  lines.on('SIGINT', () => process.exit(130));

  const answers: string[] = [];
  for (const { text, secret } of questions) {
    if (terminal) stderr.write(`${text}: `);
    muted = secret || !terminal;
    const line = await typed.next();
    muted = false;
    if (terminal && secret) stderr.write('\n');
    const answer = line.done ? '' : line.value.trim();
    if (answer === '') throw new ExplainedError(`${text}: nothing was given.`);
    answers.push(answer);
  }
  lines.close();
  return answers;
};
