import '../../property/seed.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { authorizationRequest, legalAddressRequest } from '../../../functions/swedbank-pay/consumer-requests.ts';
import { countries, type Country } from '../../../functions/swedbank-pay/countries.ts';
import { identityNumbers } from '../../../functions/swedbank-pay/identity-numbers.ts';
import { captureRequest, vatPercents } from '../../../functions/swedbank-pay/operation-requests.ts';
import { createRequest } from '../../../functions/swedbank-pay/requests.ts';
import { minorUnits, positiveMinorUnits } from '../../../shared/money.ts';
import * as bodies from './examples/bodies.ts';
import { creations } from './examples/creations.ts';

const wrongFields = (schema: z.ZodType, value: unknown): string[] =>
  schema
    .safeParse(value)
    .error?.issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys : [issue.path.join('.')])) ?? [];

const page = {
  country: 'SE',
  description: 'Tent',
  userAgent: 'Mozilla/5.0',
  urls: { completeUrl: 'https://shop.example/done' },
};
const invoice = { operation: 'FinancingConsumer', amount: 1500, vatAmount: 300, ...page };
const verify = { operation: 'Verify', ...page };

describe('a request to create a payment', () => {
  it('an invoice needs little', () => {
    expect(wrongFields(createRequest, invoice)).toEqual([]);
    expect(wrongFields(createRequest, verify)).toEqual([]);
  });

  it.each<[string, object, string]>([
    ['another currency than the country has', { currency: 'NOK' }, 'currency'],
    ['a language of another country', { language: 'nb-NO' }, 'language'],
    ['a country without invoices', { country: 'DK' }, 'country'],
    ['more VAT than money', { vatAmount: 1501 }, 'vatAmount'],
    ['nothing to pay', { amount: 0, vatAmount: 0 }, 'amount'],
    ['a fraction of an öre', { amount: 10.5 }, 'amount'],
    ['a long description', { description: 'x'.repeat(41) }, 'description'],
    ['a token for nobody', { generatePaymentToken: true }, 'payerReference'],
    ['a token of a payment, for nobody', { paymentTokenOf: 'payment-1' }, 'payerReference'],
    ['a subsite with a hyphen', { subsite: 'my-subsite' }, 'subsite'],
    ['metadata named id', { metadata: { Id: 'x' } }, 'metadata.Id'],
    ['nested metadata', { metadata: { key: {} } }, 'metadata.key'],
    ['a number that cannot be called', { prefill: { msisdn: '0739000001' } }, 'prefill.msisdn'],
    ['a payeeReference, which is ours', { payeeReference: 'PR123' }, 'payeeReference'],
    ['a payeeId, which is ours', { payeeId: 'x' }, 'payeeId'],
    ['an invoiceType, which follows', { invoiceType: 'PayExFinancingNo' }, 'invoiceType'],
    ['an operation of cards', { operation: 'Purchase' }, 'operation'],
    ['a token that is not ours', { recurrenceToken: 'x' }, 'recurrenceToken'],
  ])('%s is refused', (_, changes, field) => {
    expect(wrongFields(createRequest, { ...invoice, ...changes })).toEqual([field]);
  });

  it.each<[string, object, string]>([
    [
      'cancelUrl beside paymentUrl',
      { cancelUrl: 'https://a.example/', paymentUrl: 'https://a.example/' },
      'paymentUrl',
    ],
    ['http', { completeUrl: 'http://shop.example/done' }, 'completeUrl'],
    ['a script', { completeUrl: 'javascript:alert(1)' }, 'completeUrl'],
    ['a picture without https', { logoUrl: 'http://127.0.0.1/logo.png' }, 'logoUrl'],
    ['terms without https', { termsOfServiceUrl: 'http://shop.example/terms' }, 'termsOfServiceUrl'],
    ['a page for an origin', { hostUrls: ['https://shop.example/cart'] }, 'hostUrls.0'],
    ['a callbackUrl, which is ours', { callbackUrl: 'https://shop.example/ring' }, 'callbackUrl'],
  ])('%s is refused among the urls', (_, changes, field) => {
    const wrong = wrongFields(createRequest, { ...invoice, urls: { ...invoice.urls, ...changes } });
    expect(new Set(wrong.map((name) => name.replace(/^urls\./, '')))).toEqual(new Set([field]));
  });

  it('a page on this machine may do without https', () => {
    expect(wrongFields(createRequest, { ...invoice, urls: { completeUrl: 'http://127.0.0.1:3000/done' } })).toEqual([]);
  });

  it.each([
    ['SE', 'SEK', 'PayExFinancingSe', 'sv-SE'],
    ['NO', 'NOK', 'PayExFinancingNo', 'nb-NO'],
    ['FI', 'EUR', 'PayExFinancingFi', 'en-US'],
  ] as const)('%s settles in %s as %s', (country: Country, currency, invoiceType, language) => {
    expect(countries[country]).toMatchObject({ currency, invoiceType });
    expect(countries[country].languages[0]).toBe(language);
    expect(wrongFields(createRequest, { ...invoice, country, currency, language })).toEqual([]);
  });

  it('a Recur names the payment that made its token', () => {
    const recur = { ...creations[2]!.request, recurrenceTokenOf: undefined };
    expect(wrongFields(createRequest, recur)).toEqual(['recurrenceTokenOf']);
  });
});

describe('a capture', () => {
  const captures = fc.array(
    fc.record({ amount: fc.integer({ min: 1, max: 1e9 }), vatPercent: fc.constantFrom(...vatPercents) }),
    {
      minLength: 1,
      maxLength: 20,
    },
  );
  const captureOf = (lines: readonly { amount: number; vatPercent: number }[]) => {
    const vatSummary = lines.map(({ amount, vatPercent }) => ({
      amount,
      vatPercent,
      vatAmount: Math.round((amount * vatPercent) / (10_000 + vatPercent)),
    }));
    return {
      amount: lines.reduce((total, { amount }) => total + amount, 0),
      vatAmount: vatSummary.reduce((total, { vatAmount }) => total + vatAmount, 0),
      description: 'Order',
      receiptReference: 'F-1',
      itemDescriptions: lines.map(({ amount }, index) => ({ amount, description: `Line ${index}` })),
      vatSummary,
    };
  };

  it('is taken when its lines make its amount, and refused one öre off', () => {
    fc.assert(
      fc.property(captures, fc.constantFrom(-1, 1), (lines, off) => {
        const capture = captureOf(lines);
        expect(wrongFields(captureRequest, capture)).toEqual([]);
        expect(wrongFields(captureRequest, { ...capture, amount: capture.amount + off })).toContain(
          capture.amount + off === 0 ? 'amount' : 'itemDescriptions',
        );
      }),
    );
  });

  it.each<[string, object, string]>([
    ['no receipt reference', { receiptReference: undefined }, 'receiptReference'],
    [
      'a VAT rate that Swedbank Pay does not know',
      { vatSummary: [{ amount: 100, vatPercent: 2550, vatAmount: 20 }] },
      'vatSummary.0.vatPercent',
    ],
    ['VAT that does not add up', { vatAmount: 19 }, 'vatSummary'],
    ['no lines', { itemDescriptions: [] }, 'itemDescriptions'],
  ])('%s is refused', (_, changes, field) => {
    expect(wrongFields(captureRequest, { ...captureOf([{ amount: 100, vatPercent: 2500 }]), ...changes })).toContain(
      field,
    );
  });
});

describe('the payer', () => {
  it.each([
    ['SE', '600307-1161', '196003071161'],
    ['SE', '198001139297', '198001139297'],
    ['NO', '26026708248', '26026708248'],
    ['FI', '131052-308T', '131052-308T'],
  ] as const)('%s: %s', (country, written, sent) => {
    expect(identityNumbers[country].parse(written)).toBe(sent);
  });

  it.each([
    ['SE', '600307-1162'],
    ['NO', '26026708249'],
    ['NO', '2602670824'],
    ['FI', '131052-308U'],
    ['FI', '13105230811'],
  ] as const)('%s: %s is refused', (country, written) => {
    expect(identityNumbers[country].safeParse(written).success).toBe(false);
  });

  it('one digit changed is always found in Norway', () => {
    fc.assert(
      fc.property(fc.nat(10), fc.integer({ min: 1, max: 9 }), (position, change) => {
        const digits = '26026708248'.split('').map(Number);
        digits[position] = (digits[position]! + change) % 10;
        expect(identityNumbers.NO.safeParse(digits.join('')).success).toBe(false);
      }),
    );
  });

  it.each<[string, object, string]>([
    ['a phone of another country', { msisdn: '+46739000001' }, 'msisdn'],
    ['no address of the network', { ip: 'localhost' }, 'ip'],
    [
      'a postal code of another country',
      { legalAddress: { ...bodies.authorization.request.legalAddress, zipCode: '19792' } },
      'legalAddress.zipCode',
    ],
    [
      'a long street',
      { legalAddress: { ...bodies.authorization.request.legalAddress, streetAddress: 'x'.repeat(51) } },
      'legalAddress.streetAddress',
    ],
    ['an identity number of another country', { identityNumber: '196003071161' }, 'identityNumber'],
    ['a country code, which follows', { countryCode: 'NO' }, 'countryCode'],
  ])('%s is refused in an authorization', (_, changes, field) => {
    expect(wrongFields(authorizationRequest, { ...bodies.authorization.request, ...changes })).toEqual([field]);
  });

  it('a legal address is asked for by number and postal code', () => {
    expect(wrongFields(legalAddressRequest, { country: 'SE', identityNumber: '600307-1161', zipCode: '1979' })).toEqual(
      ['zipCode'],
    );
  });
});

describe('money', () => {
  it('is a whole number of minor units that a double can hold', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (amount) => {
        expect(minorUnits.safeParse(amount).success).toBe(Number.isSafeInteger(amount) && amount >= 0);
        expect(positiveMinorUnits.safeParse(amount).success).toBe(Number.isSafeInteger(amount) && amount > 0);
      }),
    );
    expect(minorUnits.safeParse('100').success).toBe(false);
  });
});
