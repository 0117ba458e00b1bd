import { DecryptCommand, EncryptCommand, KMSClient } from '@aws-sdk/client-kms';

/** What a payment may make, by which the payer can be charged again (swedbank-pay.md sections 5.2 and 13). */
export type TokenName = 'paymentToken' | 'recurrenceToken';
export type Tokens = Readonly<Partial<Record<TokenName, string>>>;

/** Encrypts tokens with the ledger's own key, so that an item that is read by a person charges nobody. */
export interface TokenVault {
  seal(paymentId: string, name: TokenName, token: string): Promise<string>;
  /** @throws when it was sealed for another payment or under another name */
  open(paymentId: string, name: TokenName, sealed: string): Promise<string>;
}

export const openTokenVault = (keyId: string): TokenVault => {
  const kms = new KMSClient();
  const contextOf = (paymentId: string, name: TokenName) => ({ EncryptionContext: { paymentId, name } });
  return {
    seal: async (paymentId, name, token) => {
      const { CiphertextBlob } = await kms.send(
        new EncryptCommand({ KeyId: keyId, Plaintext: Buffer.from(token), ...contextOf(paymentId, name) }),
      );
      return Buffer.from(CiphertextBlob ?? []).toString('base64');
    },
    open: async (paymentId, name, sealed) => {
      const { Plaintext } = await kms.send(
        new DecryptCommand({
          KeyId: keyId,
          CiphertextBlob: Buffer.from(sealed, 'base64'),
          ...contextOf(paymentId, name),
        }),
      );
      return Buffer.from(Plaintext ?? []).toString();
    },
  };
};
