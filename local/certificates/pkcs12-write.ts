import { OctetString } from 'asn1js';
import { createHash, type KeyObject, type X509Certificate } from 'node:crypto';
import {
  Attribute,
  AuthenticatedSafe,
  CertBag,
  Certificate,
  PFX,
  PKCS8ShroudedKeyBag,
  PrivateKeyInfo,
  SafeBag,
  SafeContents,
} from 'pkijs';
import { engine } from './engine.ts';

// How often the password is hashed, for each part. OpenSSL takes 2,048; some readers refuse what asks for very much more.
const ITERATIONS = 20_000;
const LOCAL_KEY_ID = '1.2.840.113549.1.9.21';
const SHROUDED_KEY_BAG = '1.2.840.113549.1.12.10.1.2';
const CERT_BAG = '1.2.840.113549.1.12.10.1.3';

/**
 * A PKCS#12 file of a key and its chain, the leaf first: PBES2 with AES-256-CBC for both, HMAC-SHA-256 around them.
 */
export const writePkcs12 = async (key: KeyObject, chain: X509Certificate[], password: string): Promise<Buffer> => {
  const scheme = {
    password: new TextEncoder().encode(password).buffer,
    contentEncryptionAlgorithm: { name: 'AES-CBC', length: 256 },
    hmacHashAlgorithm: 'SHA-256',
    iterationCount: ITERATIONS,
  };
  // What tells readers which certificate is the key's.
  const keyId = createHash('sha1')
    .update(chain[0]?.raw ?? '')
    .digest();
  const bagAttributes = [new Attribute({ type: LOCAL_KEY_ID, values: [new OctetString({ valueHex: keyId })] })];

  const shrouded = new PKCS8ShroudedKeyBag({
    parsedValue: PrivateKeyInfo.fromBER(key.export({ type: 'pkcs8', format: 'der' })),
  });
  await shrouded.makeInternalValues(scheme, engine);
  const keyBag = new SafeBag({ bagId: SHROUDED_KEY_BAG, bagValue: shrouded, bagAttributes });
  const certificateBags = chain.map(
    ({ raw }, position) =>
      new SafeBag({
        bagId: CERT_BAG,
        bagValue: new CertBag({ parsedValue: Certificate.fromBER(raw) }),
        ...(position === 0 && { bagAttributes }),
      }),
  );
  const authenticatedSafe = new AuthenticatedSafe({
    parsedValue: {
      safeContents: [
        { privacyMode: 0, value: new SafeContents({ safeBags: [keyBag] }) },
        { privacyMode: 1, value: new SafeContents({ safeBags: certificateBags }) },
      ],
    },
  });
  await authenticatedSafe.makeInternalValues({ safeContents: [{}, scheme] }, engine);
  const pfx = new PFX({ parsedValue: { integrityMode: 0, authenticatedSafe } });
  await pfx.makeInternalValues(
    {
      password: scheme.password,
      iterations: ITERATIONS,
      pbkdf2HashAlgorithm: { name: 'SHA-256' },
      hmacHashAlgorithm: 'SHA-256',
    },
    engine,
  );
  return Buffer.from(pfx.toSchema().toBER());
};
