import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { ExplainedError } from '../system/explained-error.ts';

export interface Question {
  text: string;
  /** Whether what is typed stays invisible. */
  secret: boolean;
}

export interface Conversation {
  /** Whether a person answers; else lines of standard input do. */
  isTerminal: boolean;
  /** The line that was given, as it is; nothing when there are no more. */
  line: (question: Question) => Promise<string | undefined>;
  close: () => void;
}

/** Asks on the terminal, or takes one line of standard input per question when that is no terminal. */
export const converse = (): Conversation => {
  const { stdin, stderr } = process;
  let muted = false;
  const output = new Writable({
    write(chunk: Buffer, _encoding, done) {
      if (!muted) stderr.write(chunk);
      done();
    },
  });
  const isTerminal = stdin.isTTY;
  const lines = createInterface({ input: stdin, output, terminal: isTerminal });
  const typed = lines[Symbol.asyncIterator]();
  lines.on('SIGINT', () => process.exit(130));
  return {
    isTerminal,
    line: async ({ text, secret }) => {
      if (isTerminal) stderr.write(`${text}: `);
      muted = secret || !isTerminal;
      const line = await typed.next();
      muted = false;
      if (isTerminal && secret) stderr.write('\n');
      return line.done ? undefined : line.value;
    },
    close: () => lines.close(),
  };
};

/** Asks these questions, each of which must be answered; without spaces around the answers. */
export const ask = async (questions: Question[]): Promise<string[]> => {
  const conversation = converse();
  const answers: string[] = [];
  for (const question of questions) {
    const answer = (await conversation.line(question))?.trim() ?? '';
    if (answer === '') throw new ExplainedError(`${question.text}: nothing was given.`);
    answers.push(answer);
  }
  conversation.close();
  return answers;
};
