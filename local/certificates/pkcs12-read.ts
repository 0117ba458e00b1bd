import forge from 'node-forge';
import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { CertBag, Certificate, PKCS8ShroudedKeyBag, PrivateKeyInfo, type PFX, type SafeContents } from 'pkijs';
import { ExplainedError } from '../system/explained-error.ts';
import { engine } from './engine.ts';
import { pkcs12Scheme } from './pkcs12-scheme.ts';

/** What a PKCS#12 file holds, as it stands there. */
interface Contents {
  keys: KeyObject[];
  certificates: X509Certificate[];
}

const keyOf = (key: Buffer, passphrase?: string): KeyObject =>
  createPrivateKey({ key, format: 'der', type: 'pkcs8', passphrase });

const readModern = async (pfx: PFX, text: string): Promise<Contents> => {
  const password = new TextEncoder().encode(text).buffer;
  await pfx.parseInternalValues({ password }, engine);
  const safe = pfx.parsedValue?.authenticatedSafe;
  if (!safe) throw new Error('it has no authenticated safe');
  await safe.parseInternalValues({ safeContents: safe.safeContents.map(() => ({ password })) }, engine);
  const contents = (safe.parsedValue as { safeContents: { value: SafeContents }[] }).safeContents;
  const values = contents.flatMap(({ value }) => value.safeBags.map(({ bagValue }) => bagValue));

  const shrouded = values.filter((value) => value instanceof PKCS8ShroudedKeyBag);
  const open = values.filter((value) => value instanceof PrivateKeyInfo);
  return {
    keys: [...shrouded, ...open].map((key) => keyOf(Buffer.from(key.toSchema().toBER()), text)),
    certificates: values
      .filter((value) => value instanceof CertBag)
      .flatMap(({ parsedValue }) => (parsedValue instanceof Certificate ? parsedValue : []))
      .map((certificate) => new X509Certificate(Buffer.from(certificate.toSchema().toBER()))),
  };
};

const derOf = (asn1: forge.asn1.Asn1): Buffer => Buffer.from(forge.asn1.toDer(asn1).getBytes(), 'binary');

// Node and pkijs know neither RC2 nor the old ways to make a key of a password; forge does.
const readOld = (bytes: Buffer, password: string): Contents => {
  const { pkcs8ShroudedKeyBag = '', keyBag = '', certBag = '' } = forge.pki.oids as Record<string, string>;
  const pfx = forge.pkcs12.pkcs12FromAsn1(forge.asn1.fromDer(bytes.toString('binary')), password);
  const bags = (bagType: string) => pfx.getBags({ bagType })[bagType] ?? [];
  return {
    keys: [...bags(pkcs8ShroudedKeyBag), ...bags(keyBag)]
      .flatMap(({ key }) => key ?? [])
      .map((key) => keyOf(derOf(forge.pki.wrapRsaPrivateKey(forge.pki.privateKeyToAsn1(key))))),
    certificates: bags(certBag)
      .flatMap(({ cert }) => cert ?? [])
      .map((certificate) => new X509Certificate(derOf(forge.pki.certificateToAsn1(certificate)))),
  };
};

/** Opens a PKCS#12 file, modern or old. Throws an explained error, for a wrong password too. */
export const readPkcs12 = async (bytes: Buffer, password: string, file: string): Promise<Contents> => {
  const { pfx, needsOldReader, text } = pkcs12Scheme(bytes, file);
  try {
    return needsOldReader ? readOld(bytes, password) : await readModern(pfx, password);
  } catch {
    throw new ExplainedError(
      `${file} does not open: its password is another one, or it is protected in a way that nobody uses (${text}).`,
    );
  }
};
