import { Null, OctetString } from 'asn1js';
import { webcrypto } from 'node:crypto';
import { CryptoEngine, type EncryptedContentInfo } from 'pkijs';

type EncryptParameters = Parameters<CryptoEngine['encryptEncryptedContentInfo']>[0];

/** What pkijs leaves to BER, or leaves out, and strict readers of certificates and PKCS#12 files may refuse. */
class StrictEngine extends CryptoEngine {
  // RFC 4055 demands NULL as the parameters of RSA signatures.
  override async getSignatureParameters(...given: Parameters<CryptoEngine['getSignatureParameters']>) {
    const all = await super.getSignatureParameters(...given);
    all.signatureAlgorithm.algorithmParams = new Null();
    return all;
  }

  // In one piece: pkijs cuts it into a string of strings, which DER does not know.
  override async encryptEncryptedContentInfo(parameters: EncryptParameters): Promise<EncryptedContentInfo> {
    const encrypted = await super.encryptEncryptedContentInfo(parameters);
    encrypted.encryptedContent = new OctetString({ valueHex: encrypted.getEncryptedContent() });
    return encrypted;
  }
}

/** The engine that everything of pkijs's must be given that signs or encrypts. */
export const engine = new StrictEngine({ name: 'strict', crypto: webcrypto });
