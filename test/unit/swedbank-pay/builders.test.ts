import { describe, expect, it } from 'vitest';
import * as build from '../../../functions/swedbank-pay/builders.ts';
import { authorizationRequest, legalAddressRequest } from '../../../functions/swedbank-pay/consumer-requests.ts';
import {
  abortRequest,
  cancellationRequest,
  captureRequest,
  reversalRequest,
  tokenDeletionRequest,
} from '../../../functions/swedbank-pay/operation-requests.ts';
import { createRequest } from '../../../functions/swedbank-pay/requests.ts';
import * as bodies from './examples/bodies.ts';
import { creations } from './examples/creations.ts';

/** What is really sent. */
const sent = (body: unknown): unknown => JSON.parse(JSON.stringify(body));

describe("the seeds' requests", () => {
  it.each(creations)('$name', ({ request, facts, body }) => {
    expect(sent(build.createBody(createRequest.parse(request), facts))).toEqual(body);
  });

  it.each([
    ['with a name', bodies.authorization],
    ['without', bodies.authorizationWithoutName],
  ])('an authorization %s', (_, { request, body }) => {
    expect(sent(build.authorizationBody(authorizationRequest.parse(request)))).toEqual(body);
  });

  it('a reversal', () => {
    const { request, payeeReference, body } = bodies.reversal;
    expect(sent(build.reversalBody(reversalRequest.parse(request), payeeReference))).toEqual(body);
  });

  it('the deletion of a token', () => {
    const { request, body } = bodies.tokenDeletion;
    expect(sent(build.tokenDeletionBody(tokenDeletionRequest.parse(request)))).toEqual(body);
  });
});

describe('requests that the seeds have no example of (swedbank-pay.md sections 7 to 12)', () => {
  it('a legal address', () => {
    const request = legalAddressRequest.parse({ country: 'SE', identityNumber: '600307-1161', zipCode: '197 92' });
    expect(sent(build.legalAddressBody(request))).toEqual({
      addressee: { socialSecurityNumber: '196003071161', zipCode: '19792' },
    });
  });

  it('a capture; the merchant reference stays with us', () => {
    const lines = {
      receiptReference: 'F-1001',
      itemDescriptions: [{ amount: 1500, description: 'Tent' }],
      vatSummary: [{ amount: 1500, vatPercent: 2500, vatAmount: 300 }],
    };
    const capture = { amount: 1500, vatAmount: 300, description: 'Order 1001', ...lines } as const;
    const request = captureRequest.parse({ ...capture, merchantReference: 'shipment-7' });
    expect(sent(build.captureBody(request, 'REF1'))).toEqual({
      transaction: { activity: 'FinancingConsumer', payeeReference: 'REF1', ...capture },
    });
  });

  it('a cancellation has no amount', () => {
    expect(sent(build.cancellationBody(cancellationRequest.parse({ description: 'Sold out' }), 'REF2'))).toEqual({
      transaction: { activity: 'FinancingConsumer', payeeReference: 'REF2', description: 'Sold out' },
    });
  });

  it('an abort', () => {
    expect(build.abortBody(abortRequest.parse({}))).toEqual({
      payment: { operation: 'Abort', abortReason: 'CancelledByConsumer' },
    });
  });

  it('a stored payment token', () => {
    const { request, facts } = creations[0]!;
    const reuse = createRequest.parse({ ...request, paymentTokenOf: 'payment-1', payerReference: 'customer 17' });
    expect(build.createBody(reuse, { ...facts, token: 'token-1' })).toMatchObject({
      payment: { paymentToken: 'token-1' },
    });
    expect(() => build.createBody(reuse, facts)).toThrow(TypeError);
  });
});
