import * as z from 'zod';
import { countries, type Country } from './countries.ts';
import { identityNumbers } from './identity-numbers.ts';
import { merchantReference } from './requests.ts';

/** Requests that carry the payer's personal data (swedbank-pay.md sections 7, 8 and 26): they live in the personal table only. */

/** Written with or without a space; sent without (section 3). */
const zipCodeOf = (country: Country) => {
  const digits = countries[country].zipCodeDigits;
  return z
    .string()
    .transform((text) => text.replaceAll(' ', ''))
    .pipe(z.string().regex(new RegExp(`^\\d{${digits}}$`), `must be a postal code of ${digits} digits`));
};

const legalAddressRequestOf = <Name extends Country>(country: Name) =>
  z.strictObject({
    country: z.literal(country),
    identityNumber: identityNumbers[country],
    zipCode: zipCodeOf(country),
  });

/** Asks for the payer's registered address; offered where the payment has the operation. */
export const legalAddressRequest = z.discriminatedUnion('country', [
  legalAddressRequestOf('SE'),
  legalAddressRequestOf('NO'),
  legalAddressRequestOf('FI'),
]);
export type LegalAddressRequest = z.output<typeof legalAddressRequest>;

const name = z.string().min(1).max(100);

const addressOf = (country: Country) =>
  z.strictObject({
    addressee: name,
    coAddress: name.optional(),
    streetAddress: z.string().min(1).max(50).optional(),
    zipCode: zipCodeOf(country),
    city: z.string().min(1).max(50),
  });

const authorizationRequestOf = <Name extends Country>(country: Name) =>
  z.strictObject({
    country: z.literal(country),
    activity: z.enum(['FinancingConsumer', 'AccountsReceivableConsumer']).default('FinancingConsumer'),
    identityNumber: identityNumbers[country],
    customerNumber: z.string().min(1).max(50).optional(),
    name: name.optional(),
    email: z.email().max(254).optional(),
    msisdn: z.string().regex(countries[country].msisdn, 'must be a phone number of the country, such as +46739000001'),
    ip: z.union([z.ipv4(), z.ipv6()], 'must be an IP address').meta({ description: "The payer's, not the shop's" }),
    legalAddress: addressOf(country).meta({ description: 'As it is registered: take it from the legal address' }),
    billingAddress: addressOf(country).required({ streetAddress: true }).optional(),
    merchantReference,
  });

/** A direct authorization; its amount is the payment's. */
export const authorizationRequest = z.discriminatedUnion('country', [
  authorizationRequestOf('SE'),
  authorizationRequestOf('NO'),
  authorizationRequestOf('FI'),
]);
export type AuthorizationRequest = z.output<typeof authorizationRequest>;
