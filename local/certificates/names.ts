import { PrintableString, Sequence, Set, Utf8String } from 'asn1js';
import { AttributeTypeAndValue, RelativeDistinguishedNames } from 'pkijs';

// In the order of a BankID certificate's subject, with its string types (bankid.md 3.3).
const attributes = {
  country: { short: 'C', type: '2.5.4.6', Form: PrintableString },
  organisation: { short: 'O', type: '2.5.4.10', Form: Utf8String },
  serialNumber: { short: 'serialNumber', type: '2.5.4.5', Form: PrintableString },
  name: { short: 'name', type: '2.5.4.41', Form: Utf8String },
  commonName: { short: 'CN', type: '2.5.4.3', Form: Utf8String },
};

/** A subject's attributes. `name` is what BankID shows to people (2.5.4.41). */
export type Subject = Partial<Record<keyof typeof attributes, string>>;

/** The distinguished name of these attributes, always in the same order. */
export const distinguishedName = (subject: Subject): RelativeDistinguishedNames => {
  const each = Object.entries(attributes).flatMap(([key, { type, Form }]) => {
    const value = subject[key as keyof Subject];
    return value === undefined ? [] : [new AttributeTypeAndValue({ type, value: new Form({ value }) })];
  });
  // Left to itself, pkijs writes all of them into one set, as one name of several values.
  const sets = each.map((attribute) => new Set({ value: [attribute.toSchema()] }));
  return RelativeDistinguishedNames.fromBER(new Sequence({ value: sets }).toBER());
};

/** A distinguished name on one line. */
export const describeName = ({ typesAndValues }: RelativeDistinguishedNames): string =>
  typesAndValues
    .map(({ type, value }) => {
      const short = Object.values(attributes).find((attribute) => attribute.type === type)?.short ?? type;
      return `${short}=${value.getValue()}`;
    })
    .join(', ');
