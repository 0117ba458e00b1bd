/** DER as PEM, in lines of 64 characters. */
export const pemOf = (label: string, der: ArrayBuffer): string => {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
};

/** The blocks of a PEM file in their order; none when it is no PEM. What stands around them is left out. */
export const pemBlocks = (bytes: Buffer): { label: string; pem: string; der: Buffer }[] =>
  [...bytes.toString('latin1').matchAll(/-----BEGIN ([A-Z0-9 ]+)-----([\s\S]*?)-----END \1-----/g)].map(
    ([pem, label = '', base64 = '']) => ({ label, pem: `${pem}\n`, der: Buffer.from(base64, 'base64') }),
  );
