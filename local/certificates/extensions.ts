import { BitString, OctetString } from 'asn1js';
import { isIPv4 } from 'node:net';
import { BasicConstraints, Extension, ExtKeyUsage, GeneralName, GeneralNames } from 'pkijs';

const keyUsage = (...bits: number[]): Extension => {
  const value = bits.reduce((sum, bit) => sum | (0x80 >> bit), 0);
  const usage = new BitString({ valueHex: Uint8Array.of(value).buffer, unusedBits: 7 - Math.max(...bits) });
  return new Extension({ extnID: '2.5.29.15', critical: true, extnValue: usage.toBER() });
};

/** Key usage of a certificate that signs others, and that it may. */
export const authorityExtensions = (): Extension[] => [
  new Extension({
    extnID: '2.5.29.19',
    critical: true,
    extnValue: new BasicConstraints({ cA: true }).toSchema().toBER(),
  }),
  keyUsage(5, 6),
];

/** Key usage of a certificate that proves who a client or server is: digital signature alone (bankid.md 3.3). */
export const digitalSignature = (): Extension => keyUsage(0);

export const forPurpose = (purpose: 'server' | 'client'): Extension => {
  const usage = new ExtKeyUsage({ keyPurposes: [`1.3.6.1.5.5.7.3.${purpose === 'server' ? 1 : 2}`] });
  return new Extension({ extnID: '2.5.29.37', extnValue: usage.toSchema().toBER() });
};

/** The names and IPv4 addresses that a server answers at. */
export const forHosts = (hosts: string[]): Extension => {
  const names = hosts.map((host) =>
    isIPv4(host)
      ? new GeneralName({
          type: 7,
          value: new OctetString({ valueHex: Uint8Array.from(host.split('.'), Number).buffer }),
        })
      : new GeneralName({ type: 2, value: host }),
  );
  return new Extension({ extnID: '2.5.29.17', extnValue: new GeneralNames({ names }).toSchema().toBER() });
};
