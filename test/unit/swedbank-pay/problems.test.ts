import { describe, expect, it } from 'vitest';
import { faultOf, problemOf, SwedbankPayFailed, SwedbankPayRefused } from '../../../functions/swedbank-pay/problems.ts';
import { problem } from './examples/resources.ts';

const typed = (type: string) => ({ type: `https://api.payex.com/psp/errordetail/invoice/${type}` });
const answering = (httpStatus: number, body: unknown, reading = false) =>
  faultOf(reading, { httpStatus, body, retryAfterSeconds: undefined });

describe('a problem', () => {
  it("the seed's example", () => {
    expect(problemOf(problem)).toEqual({
      code: 'provider-invalid-input',
      type: 'inputerror',
      httpStatus: 400,
      title: 'There was an input error',
      detail: 'Please correct the errors and retry the request',
      action: 'RetryNewData',
      fields: [{ field: 'CreditCardParameters.Issuer', description: 'minimum one issuer must be enabled' }],
      retryable: false,
    });
  });

  it.each([
    ['InputError', 400, 'provider-invalid-input', false],
    ['badrequest', 400, 'provider-invalid-input', false],
    ['FORBIDDEN', 403, 'provider-forbidden', false],
    ['acquirererror', 403, 'provider-forbidden', false],
    ['CreditNotApproved', 403, 'credit-not-approved', false],
    ['notfound', 404, 'provider-not-found', false],
    ['paymenttokeninactive', 422, 'token-inactive', false],
    ['systemerror', 500, 'provider-unavailable', true],
    ['externalerror', 502, 'provider-unavailable', true],
    ['configurationerror', 500, 'provider-refused', false],
    ['configurationerror', 403, 'provider-refused', false],
    ['USERABORTED', 403, 'identification-failed', false],
    ['TIMEOUTIDENTIFICATION', 403, 'identification-failed', false],
    ['NATIONALIDENTIFIERMISMATCH', 403, 'identification-failed', false],
    ['FAILED', 403, 'identification-failed', false],
    ['ERROR', 502, 'identification-failed', true],
    ['sunspots', 418, 'provider-refused', false],
    ['sunspots', 503, 'provider-unavailable', true],
  ])('%s with status %d is %s', (type, status, code, retryable) => {
    expect(problemOf(typed(type), status)).toMatchObject({ code, retryable });
  });

  it('what is not found may appear, for who reads', () => {
    expect(problemOf(typed('notfound'), 404, true).retryable).toBe(true);
  });

  it.each([
    undefined,
    null,
    '',
    'Unauthorized',
    [],
    { problems: null },
    { problems: 'none' },
    { type: 7, problems: [{}] },
  ])('never throws, whatever the body: %j', (body) => {
    expect(problemOf(body, 401)).toMatchObject({ code: 'provider-refused', httpStatus: 401, retryable: false });
  });
});

describe('the error of an answer', () => {
  it.each([400, 401, 403, 404, 409, 422])('%d is a refusal: nothing was done', (status) => {
    const error = answering(status, undefined);
    expect(error).toBeInstanceOf(SwedbankPayRefused);
  });

  it.each([408, 429, 500, 502, 504])('after %d nobody knows what was done', (status) => {
    const error = answering(status, undefined);
    expect(error).toBeInstanceOf(SwedbankPayFailed);
  });

  it.each([
    ['systemerror', true],
    ['sunspots', true],
    ['configurationerror', false],
  ])('%s with 500 says whether trying again may help', (type, retryable) => {
    const error = answering(500, typed(type));
    expect(error).toBeInstanceOf(SwedbankPayFailed);
    expect(error).toMatchObject({ retryable });
  });

  it('says to the caller which fields, why and what to do, unless our agreement is to blame', () => {
    expect(answering(400, problem)).toMatchObject({
      refusal: {
        code: 'provider-invalid-input',
        detail: 'Please correct the errors and retry the request',
        action: 'RetryNewData',
        fields: [{ field: 'CreditCardParameters.Issuer', message: 'minimum one issuer must be enabled' }],
      },
    });
    expect(answering(403, typed('USERABORTED'))).toMatchObject({ refusal: { hint: 'useraborted' } });
    expect(answering(403, typed('configurationerror'))).toMatchObject({ refusal: undefined });
  });

  it('a problem inside a 200 counts by its own status', () => {
    expect(answering(200, problem)).toMatchObject({ httpStatus: 400, code: 'provider-invalid-input' });
    expect(answering(201, { ...typed('externalerror'), status: 502 })).toBeInstanceOf(SwedbankPayFailed);
    expect(answering(200, { payment: {} })).toBeUndefined();
  });

  it('says nothing of the body in its message', () => {
    expect(answering(400, problem)?.message).toBe('HTTP 400');
    expect(answering(500, problem)?.message).toBe('HTTP 500');
  });

  it('passes on for how long to wait', () => {
    expect(faultOf(true, { httpStatus: 503, body: '', retryAfterSeconds: 7 })).toMatchObject({ retryAfterSeconds: 7 });
  });
});
