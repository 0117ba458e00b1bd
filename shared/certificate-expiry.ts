import type { X509Certificate } from 'node:crypto';
import { Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import { tlsOptionsOf, type ClientCertificate } from './client-certificate.ts';

const DAY = 24 * 60 * 60 * 1000;

/** How many days before the last one somebody is told: the first time to order a new one, the last because it hurts soon. */
export const warningDays = { early: 60, again: 30, last: 7 } as const;

/** Whole days from now to then; negative when it is past. */
export const daysUntil = (time: Date, now: Date): number => Math.floor((time.getTime() - now.getTime()) / DAY);

/**
 * The client certificate in a secret, without its chain. Node has no reader of PKCS#12 files, but a socket that never
 * connects tells which certificate it would show.
 * @throws Error when OpenSSL does not take the secret: a wrong passphrase, an old PKCS#12 file, another's key
 */
export const leafCertificateOf = (secret: ClientCertificate): X509Certificate => {
  const socket = new TLSSocket(new Socket(), { secureContext: createSecureContext(tlsOptionsOf(secret)) });
  try {
    const certificate = socket.getX509Certificate();
    if (!certificate) throw new Error('no certificate in the secret');
    return certificate;
  } finally {
    socket.destroy();
  }
};
