import type { OctetString, Sequence } from 'asn1js';
import {
  AuthenticatedSafe,
  ContentInfo,
  EncryptedData,
  PBES2Params,
  PFX,
  PKCS8ShroudedKeyBag,
  SafeContents,
  type AlgorithmIdentifier,
} from 'pkijs';
import { ExplainedError } from '../system/explained-error.ts';

// The schemes of PKCS#12 itself (RFC 7292 appendix C), all of them old.
const OLD = '1.2.840.113549.1.12.1.';
const names: Readonly<Record<string, string>> = {
  [`${OLD}1`]: 'RC4-128',
  [`${OLD}2`]: 'RC4-40',
  [`${OLD}3`]: '3DES',
  [`${OLD}4`]: '3DES with two keys',
  [`${OLD}5`]: 'RC2-128',
  [`${OLD}6`]: 'RC2-40',
  '2.16.840.1.101.3.4.1.2': 'AES-128',
  '2.16.840.1.101.3.4.1.22': 'AES-192',
  '2.16.840.1.101.3.4.1.42': 'AES-256',
  '1.3.14.3.2.26': 'SHA-1',
  '2.16.840.1.101.3.4.2.1': 'SHA-256',
  '2.16.840.1.101.3.4.2.2': 'SHA-384',
  '2.16.840.1.101.3.4.2.3': 'SHA-512',
};
const nameOf = (oid: string): string => names[oid] ?? oid;

const schemeOf = ({ algorithmId, algorithmParams }: AlgorithmIdentifier): string => {
  const isPbes2 = algorithmId === '1.2.840.113549.1.5.13';
  return isPbes2 ? new PBES2Params({ schema: algorithmParams as Sequence }).encryptionScheme.algorithmId : algorithmId;
};

const schemesOf = ({ contentType, content }: ContentInfo): string[] => {
  if (contentType === ContentInfo.ENCRYPTED_DATA)
    return [
      schemeOf(new EncryptedData({ schema: content as Sequence }).encryptedContentInfo.contentEncryptionAlgorithm),
    ];
  return SafeContents.fromBER((content as OctetString).getValue()).safeBags.flatMap(({ bagValue }) =>
    bagValue instanceof PKCS8ShroudedKeyBag ? [schemeOf(bagValue.encryptionAlgorithm)] : ['none'],
  );
};

/**
 * How a PKCS#12 file is protected, which it says without its password.
 * @returns the parsed file, whether it takes an old reader, whether all of it is modern (AES and SHA-2), and all that as words
 * @throws ExplainedError for what is no PKCS#12 file
 */
export const pkcs12Scheme = (bytes: Buffer, file: string) => {
  try {
    const pfx = PFX.fromBER(bytes);
    const safe = AuthenticatedSafe.fromBER((pfx.authSafe.content as OctetString).getValue());
    const schemes = [...new Set(safe.safeContents.flatMap(schemesOf))];
    const mac = nameOf(pfx.macData?.mac.digestAlgorithm.algorithmId ?? 'none');
    return {
      pfx,
      needsOldReader: schemes.some((oid) => oid.startsWith(OLD)),
      isModern: schemes.every((oid) => nameOf(oid).startsWith('AES')) && mac.startsWith('SHA-') && mac !== 'SHA-1',
      text: `${schemes.map(nameOf).join(' and ')}, checksum ${mac}`,
    };
  } catch {
    throw new ExplainedError(`${file} is no PKCS#12 file, or is damaged: ask for it again.`);
  }
};

/** How an encrypted private key (PKCS#8, DER) is protected. Throws an explained error for anything else. */
export const keyScheme = (der: Buffer, file: string): string => {
  try {
    return nameOf(schemeOf(PKCS8ShroudedKeyBag.fromBER(der).encryptionAlgorithm));
  } catch {
    throw new ExplainedError(`${file} is no encrypted private key.`);
  }
};
