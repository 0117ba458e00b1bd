import { createHash } from 'node:crypto';

/** Forms in which a value might be written down, a plain hash among them: trying all personal numbers reverses it. */
const formsOf = (value: string): string[] => {
  const bytes = Buffer.from(value);
  return [
    ...new Set([
      value,
      encodeURIComponent(value),
      JSON.stringify(value).slice(1, -1),
      // The escaped form of JSON that is all ASCII.
      value.replace(/[^ -~]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`),
      bytes.toString('base64'),
      bytes.toString('base64url'),
      bytes.toString('hex'),
      createHash('sha256').update(bytes).digest('hex'),
      createHash('sha256').update(bytes).digest('base64'),
      createHash('sha1').update(bytes).digest('hex'),
      createHash('md5').update(bytes).digest('hex'),
    ]),
  ];
};

/** The ways in which people write a personal number of twelve digits. */
export const writtenOf = (number: string): string[] => {
  const withHyphen = `${number.slice(0, 8)}-${number.slice(8)}`;
  return [number, number.slice(2), withHyphen, withHyphen.slice(2)];
};

/** Which of these values stand in the texts, in any form, and a text in which each does. */
export const findingsIn = (texts: readonly string[], values: readonly string[]): string[] => {
  const all = texts.join('\n');
  const found = values.flatMap((value) =>
    formsOf(value)
      .filter((form) => all.includes(form))
      .map((form) => ({ value, form })),
  );
  return found.map(({ value, form }) => `${value}, as ${form}: ${texts.find((text) => text.includes(form)) ?? ''}`);
};
