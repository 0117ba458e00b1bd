/** `bankid-signature` becomes `BankidSignature`: a flow's name in the names of its schemas. */
export const pascalCase = (kebab: string): string =>
  kebab
    .split('-')
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('');
