import { makeRequest } from './certificate-request.ts';
import { writeSafely } from './files.ts';
import { encryptKey, newKey } from './keys.ts';
import type { Subject } from './names.ts';
import { confirm, newFile, newPassword, type Desk } from './questions.ts';
import type { Wanted } from './requested.ts';
import { dayOf } from './usable.ts';

const labels: Record<keyof Subject, string> = {
  country: 'country',
  organisation: 'organisation',
  serialNumber: 'corporate number',
  name: 'display name',
  commonName: 'common name',
};

/** The file name's stem: what no file system minds, and the day, as BankID's key generator has it (bankid.md 3.2). */
export const stemOf = (name: string, now: Date): string =>
  `${name.replace(/[^\p{L}\p{N}.-]+/gu, '_')}_${dayOf(now).replaceAll('-', '')}`;

/** Shows what was asked for, and goes on after a yes. Never the password. */
export const agreeOn = async (desk: Desk, { subject, bits }: Wanted): Promise<void> => {
  for (const [key, label] of Object.entries(labels))
    if (subject[key as keyof Subject] !== undefined) desk.say(`  ${label.padEnd(18)}${subject[key as keyof Subject]}`);
  desk.say(`  ${'key'.padEnd(18)}RSA ${bits}`);
  await confirm(desk, 'Is all of it right?');
};

/** Makes a key and a certificate request, and writes both: the key encrypted. */
export const request = async (desk: Desk, wanted: Wanted): Promise<void> => {
  const chosen = await newPassword(desk, 'Password for the key');
  await agreeOn(desk, wanted);
  const stem = stemOf(wanted.name, desk.now);
  const keyFile = await newFile(desk, 'key', 'File for the key', `KEY_${stem}.key`);
  const requestFile = await newFile(desk, 'request', 'File for the request', `CSR_${stem}${wanted.extension}`);

  const key = await newKey(wanted.bits);
  const text = await makeRequest(wanted.subject, key);
  await writeSafely(keyFile.path, encryptKey(key, chosen), keyFile.overwrite);
  await writeSafely(requestFile.path, text, requestFile.overwrite);
  desk.say(`
The key:     ${keyFile.path}
The request: ${requestFile.path}

Send the request, never the key. Keep the key and its password until the certificate comes, and then:
  npm run certificates -- bundle`);
};
