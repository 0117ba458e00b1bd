import type { Sequence } from 'asn1js';
import { X509Certificate } from 'node:crypto';
import { Certificate, ContentInfo, SignedData } from 'pkijs';
import { ExplainedError } from '../system/explained-error.ts';
import { pemBlocks } from './pem.ts';

const fromPkcs7 = (der: Buffer): X509Certificate[] => {
  const schema = ContentInfo.fromBER(der).content as Sequence;
  return (new SignedData({ schema }).certificates ?? [])
    .filter((certificate) => certificate instanceof Certificate)
    .map((certificate) => new X509Certificate(Buffer.from(certificate.toSchema().toBER())));
};

const fromDer = (der: Buffer): X509Certificate[] => {
  try {
    return [new X509Certificate(der)];
  } catch {
    return fromPkcs7(der);
  }
};

/** The certificates of a file as an issuer sends it: PEM, DER or PKCS#7, one or several, in their order. */
export const readCertificates = (bytes: Buffer, file: string): X509Certificate[] => {
  const blocks = pemBlocks(bytes).filter(({ label }) => /CERTIFICATE$|^PKCS7$|^CMS$/.test(label));
  try {
    const found = (blocks.length > 0 ? blocks.map(({ der }) => der) : [bytes]).flatMap(fromDer);
    if (found.length > 0) return found;
  } catch {
    // Said below: no part of a file that is none of the three says more.
  }
  throw new ExplainedError(`${file} holds no certificate: PEM, DER (.crt, .cer) and PKCS#7 (.p7b) are read.`);
};
