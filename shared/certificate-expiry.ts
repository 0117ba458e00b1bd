import { Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import { tlsOptionsOf, type ClientCertificate } from './client-certificate.ts';

/**
 * The subject (one attribute a line) and validity of the client certificate in a secret. Node has no reader of PKCS#12
 * files, but a socket that never connects tells which certificate it would show.
 * @throws Error when OpenSSL does not take the secret: a wrong passphrase, an old PKCS#12 file, another's key
 */
export const leafCertificateOf = (secret: ClientCertificate): { subject: string; validFrom: Date; validTo: Date } => {
  const socket = new TLSSocket(new Socket(), { secureContext: createSecureContext(tlsOptionsOf(secret)) });
  try {
    const certificate = socket.getX509Certificate();
    if (!certificate) throw new Error('no certificate in the secret');
    return {
      subject: certificate.subject,
      validFrom: certificate.validFromDate,
      validTo: certificate.validToDate,
    };
  } finally {
    socket.destroy();
  }
};
