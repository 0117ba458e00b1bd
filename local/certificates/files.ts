import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { link, open, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { ExplainedError } from '../system/explained-error.ts';

/** The files of a folder with one of these extensions (with the dot, lower case), by name. */
export const filesWith = (folder: string, extensions: string[]): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && extensions.includes(extname(entry.name).toLowerCase()))
    .map(({ name }) => name)
    .sort();

/** A file's bytes. Throws an explained error when it cannot be read. */
export const readBytes = (path: string): Promise<Buffer> =>
  readFile(path).catch((error: unknown) => {
    const reason = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'does not exist' : 'cannot be read';
    throw new ExplainedError(`${path} ${reason}: check its name and folder.`);
  });

const exists = (path: string) =>
  new ExplainedError(`${path} exists already: choose another name, or say --overwrite to replace it.`);

/** Throws an explained error when the file is there and may not be replaced, or its folder is missing. */
export const assertWritable = (path: string, overwrite: boolean): void => {
  if (!existsSync(dirname(path))) throw new ExplainedError(`${dirname(path)} does not exist: make the folder first.`);
  if (!overwrite && existsSync(path)) throw exists(path);
};

/**
 * Writes a file that its owner alone may read, whole or not at all: under another name first, which is then linked or
 * renamed. Throws an explained error when the file is there and may not be replaced.
 */
export const writeSafely = async (path: string, content: string | Buffer, overwrite: boolean): Promise<void> => {
  assertWritable(path, overwrite);
  const unfinished = join(dirname(path), `.${basename(path)}.${randomUUID()}`);
  try {
    const file = await open(unfinished, 'wx', 0o600);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    // A link never replaces what somebody else has put there since.
    await (overwrite ? rename(unfinished, path) : link(unfinished, path));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw exists(path);
    throw error;
  } finally {
    await rm(unfinished, { force: true });
  }
};
