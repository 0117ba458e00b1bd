import { describe, expect, it } from 'vitest';
import { created, paymentRequest, refund } from '../../../functions/swish/answers.ts';

/** As Swish's test server writes it (swish.md 6). */
const object = {
  id: 'AB23D7406ECE4542A80152D909EF9F6B',
  payeePaymentReference: 'ORDER-7',
  paymentReference: '6D6CD7406ECE4542A80152D909EF9F6B',
  callbackUrl: 'https://shop.example/swish',
  payerAlias: '46464646464',
  payeeAlias: '1234679304',
  amount: 199.0,
  currency: 'SEK',
  message: '',
  status: 'PAID',
  dateCreated: '2026-09-21T10:58:10.464Z',
  datePaid: '2026-09-21T10:58:14.464Z',
  errorCode: null,
  errorMessage: null,
  additionalInformation: null,
};

describe('a payment request that is read', () => {
  it('is taken without the payer’s number and the message', () => {
    expect(paymentRequest.parse(object)).toEqual({
      id: object.id,
      payeePaymentReference: 'ORDER-7',
      paymentReference: object.paymentReference,
      callbackUrl: object.callbackUrl,
      amount: 19_900,
      status: 'PAID',
      dateCreated: object.dateCreated,
      datePaid: object.datePaid,
    });
  });

  it.each([
    ['2026-09-21T10:58:10Z', '2026-09-21T10:58:10.000Z'],
    ['2026-09-21T12:58:10.464+02:00', '2026-09-21T10:58:10.464Z'],
    ['2026-11-21T11:58:10.464+0100', '2026-11-21T10:58:10.464Z'],
  ])('%s is %s', (dateCreated, utc) => {
    expect(paymentRequest.parse({ ...object, dateCreated }).dateCreated).toBe(utc);
  });

  it.each([null, '', undefined])('%j is nothing', (nothing) => {
    const read = paymentRequest.parse({ ...object, errorCode: nothing, datePaid: nothing, paymentReference: nothing });
    expect([read.errorCode, read.datePaid ?? undefined, read.paymentReference]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it.each([
    ['100.00', 10_000],
    [100, 10_000],
    [0.1, 10],
    ['999999999999.99', 99_999_999_999_999],
  ])('%j kronor are %i öre', (amount, öre) => {
    expect(paymentRequest.parse({ ...object, amount }).amount).toBe(öre);
  });

  it.each(['id', 'amount', 'status', 'dateCreated', 'callbackUrl'])(
    'without %s breaks the contract, by name',
    (field) => {
      const { error } = paymentRequest.safeParse({ ...object, [field]: undefined });
      expect(error?.issues.map(({ path }) => path.join('.'))).toEqual([field]);
    },
  );

  it('that Swish adds to is read all the same', () => {
    expect(paymentRequest.safeParse({ ...object, somethingNew: 1 }).success).toBe(true);
  });
});

it('a refund has the merchant’s reference', () => {
  const { payeePaymentReference, ...rest } = object;
  expect(refund.parse({ ...rest, payerPaymentReference: payeePaymentReference })).toMatchObject({
    payerPaymentReference: 'ORDER-7',
  });
});

describe('the answer to a creation', () => {
  it('is in its headers', () => {
    const location = `https://mss.cpc.getswish.net/swish-cpcapi/api/v1/paymentrequests/${object.id}`;
    expect(created.parse({ location, paymentrequesttoken: 'abc', date: 'x' })).toEqual({
      location: object.id,
      paymentrequesttoken: 'abc',
    });
  });

  it.each([undefined, 'https://mss.cpc.getswish.net/?'])(
    'that names no request (%s) breaks the contract',
    (location) => {
      expect(created.safeParse({ location }).success).toBe(false);
    },
  );
});
