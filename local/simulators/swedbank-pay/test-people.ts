import type { Address } from './requests.ts';

type Country = 'SE' | 'NO' | 'FI';

/** The people that Swedbank Pay publishes for its test environment (swedbank-pay.md 23); Finland has none. */
const people: Record<string, Address> = {
  '6003071161': address('Azra Oliveira', 'Helgestavägen 9', '19792', 'Bro', 'SE'),
  '9710202392': address('Leia Ahlström', 'Hökvägen 5', '17674', 'Järfälla', 'SE'),
  '4810205957': address('Leo 6', 'Gata 535', '55560', 'Vaxholm', 'SE'),
  '26026708248': address('Olivia Nyhuus', 'Saltnestoppen 43', '1642', 'Saltnes', 'NO'),
};

function address(
  addressee: string,
  streetAddress: string,
  zipCode: string,
  city: string,
  countryCode: Country,
): Address {
  return { addressee, streetAddress, zipCode, city, countryCode };
}

/** The registered address of a test person of that country, if the zip code is theirs. */
export function registeredAddress(
  country: Country,
  socialSecurityNumber: string,
  zipCode: string,
): Address | undefined {
  const digits = socialSecurityNumber.replace('-', '');
  const found = people[digits.length === 12 ? digits.slice(2) : digits];
  return found?.countryCode === country && found.zipCode === zipCode ? found : undefined;
}
