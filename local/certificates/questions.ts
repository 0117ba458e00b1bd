import { existsSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import type * as z from 'zod';
import type { Conversation } from '../commands/prompt.ts';
import { ExplainedError } from '../system/explained-error.ts';
import { assertWritable, filesWith, readBytes } from './files.ts';
import type { Flags } from './flags.ts';
import { checkedPassword } from './password.ts';

/** What every certificate command works with. */
export interface Desk {
  flags: Flags;
  conversation: Conversation;
  /** The working directory: file names are seen from here. */
  folder: string;
  now: Date;
  say: (text: string) => void;
}

type TextFlag = { [Flag in keyof Flags]: Flags[Flag] extends string | undefined ? Flag : never }[keyof Flags] & string;

interface Field<Value> {
  flag: TextFlag;
  text: string;
  /** What is taken when nothing else is said. */
  suggested?: string;
  /** Throws an explained error for what cannot be. */
  check: (answer: string) => Value | Promise<Value>;
}

/** A check by a schema, whose first complaint is what the person reads. */
export const fits =
  <Value>(schema: z.ZodType<Value>) =>
  (answer: string): Value => {
    const parsed = schema.safeParse(answer);
    if (parsed.success) return parsed.data;
    throw new ExplainedError(parsed.error.issues[0]?.message ?? 'This cannot be.');
  };

/** What `attempt` makes of an answer; a person is asked again until it makes something of it. */
const untilRight = async <Value>({ conversation, say }: Desk, attempt: () => Promise<Value>): Promise<Value> => {
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!conversation.isTerminal || error instanceof NoMoreAnswers || !(error instanceof ExplainedError)) throw error;
      say(error.message);
    }
  }
};

class NoMoreAnswers extends ExplainedError {}

const lineOf = async ({ conversation }: Desk, text: string, secret = false): Promise<string> => {
  const line = await conversation.line({ text, secret });
  if (line === undefined) throw new NoMoreAnswers(`${text}: nothing was given.`);
  return secret ? line : line.trim();
};

/** The flag's value, or else the answer to its question. Without a terminal: what is suggested, or an explained error. */
export const answer = async <Value>(desk: Desk, { flag, text, suggested, check }: Field<Value>): Promise<Value> => {
  const given = desk.flags[flag] ?? (desk.conversation.isTerminal ? undefined : suggested);
  if (given !== undefined) return check(given);
  if (!desk.conversation.isTerminal) throw new ExplainedError(`Say --${flag}: ${text}.`);
  return untilRight(desk, async () => {
    const typed = await lineOf(desk, suggested === undefined ? text : `${text} [${suggested}]`);
    return check(typed === '' ? (suggested ?? '') : typed);
  });
};

/** The full path of a file that only its flag names: one, or none. */
export const givenFile = ({ flags, folder }: Desk, flag: TextFlag): string[] =>
  flags[flag] === undefined ? [] : [resolve(folder, flags[flag])];

/** A file to read, by its flag, or by its number in a list of those of the folder, or by its name. Gives its full path. */
export const chosenFile = (desk: Desk, flag: TextFlag, text: string, extensions: string[]): Promise<string> => {
  const isAsked = desk.flags[flag] === undefined && desk.conversation.isTerminal;
  const files = isAsked ? filesWith(desk.folder, extensions) : [];
  for (const [position, file] of files.entries()) desk.say(`  ${position + 1}  ${file}`);
  return answer(desk, {
    flag,
    text: `${text}${files.length > 0 ? ', by its number or' : ','} by its path`,
    ...(files.length === 1 && { suggested: '1' }),
    check: async (typed) => {
      const path = resolve(desk.folder, files[Number(typed) - 1] ?? typed);
      await readBytes(path);
      return path;
    },
  });
};

/** Where a new file goes, and whether it may replace one that is there: only by --overwrite or a yes. */
export const newFile = (desk: Desk, flag: TextFlag, text: string, suggested: string) =>
  answer(desk, {
    flag,
    text,
    suggested,
    check: async (typed) => {
      const extension = extname(suggested);
      if (extname(typed).toLowerCase() !== extension)
        throw new ExplainedError(`The name must end in ${extension}, and ${typed} does not.`);
      const path = resolve(desk.folder, typed);
      const mayAsk = desk.conversation.isTerminal && existsSync(path);
      const overwrite =
        desk.flags.overwrite ?? (mayAsk && isYes(await lineOf(desk, `${path} exists already. Replace it? (y/N)`)));
      assertWritable(path, overwrite);
      return { path, overwrite };
    },
  });

const isYes = (reply: string): boolean => /^(y|yes|j|ja)$/i.test(reply);

/** Goes on only after a yes, or --yes. */
export const confirm = async (desk: Desk, text: string): Promise<void> => {
  if (desk.flags.yes) return;
  if (!desk.conversation.isTerminal) throw new ExplainedError(`${text} Say --yes, if it is so.`);
  if (!isYes(await lineOf(desk, `${text} (Y to go on)`))) throw new ExplainedError('Nothing was changed.');
};

/** Opens what is there with its password; a person who gets it wrong is asked again. */
export const unlock = <Opened>(desk: Desk, text: string, open: (password: string) => Opened | Promise<Opened>) =>
  untilRight(desk, async () => {
    const password = await lineOf(desk, text, true);
    return { password, opened: await open(password) };
  });

/** A password that is chosen now: a person types it twice. */
export const newPassword = (desk: Desk, text: string): Promise<string> =>
  untilRight(desk, async () => {
    const chosen = checkedPassword(await lineOf(desk, text, true));
    if (desk.conversation.isTerminal && (await lineOf(desk, `${text}, again`, true)) !== chosen)
      throw new ExplainedError('The two were not the same.');
    return chosen;
  });
