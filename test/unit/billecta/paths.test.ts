import { describe, expect, it } from 'vitest';
import { inferredPaths, pathOf, pathOverrides } from '../../../functions/billecta/paths.ts';

describe('an inferred path', () => {
  it('has its values filled in, escaped', () => {
    expect(pathOf('swish-start', { invoiceId: '12/3', phone: '46701740605' })).toEqual({
      method: 'POST',
      path: '/v1/payments/swish/12%2F3?phone=46701740605',
    });
  });

  it('leaves out a query parameter without a value', () => {
    expect(pathOf('swish-start', { invoiceId: '123', phone: undefined }).path).toBe('/v1/payments/swish/123');
  });

  it('gives way to the one that the environment names', () => {
    const overrides = pathOverrides.parse({
      'swish-start': { method: 'PUT', path: '/v1/payments/swishpayment?action={invoiceId}&number={phone}' },
    });
    expect(pathOf('swish-start', { invoiceId: '123', phone: '46701740605' }, overrides)).toEqual({
      method: 'PUT',
      path: '/v1/payments/swishpayment?action=123&number=46701740605',
    });
    expect(pathOf('swish-status', { paymentId: 'x' }, overrides).path).toBe('/v1/payments/swish/x');
  });
});

describe('a replacement', () => {
  it.each([
    ['an unknown name', { 'swish-begin': { path: '/v1/x/{paymentId}' } }],
    ['another version', { 'swish-status': { path: '/v2/x/{paymentId}' } }],
    ['a whole address', { 'swish-status': { path: 'https://elsewhere.example/{paymentId}' } }],
    ['a value too few', { 'swish-status': { path: '/v1/x' } }],
    ['a value that is not known', { 'swish-status': { path: '/v1/x/{paymentId}/{phone}' } }],
  ])('with %s stops the deployment', (_, paths) => {
    expect(pathOverrides.safeParse(paths).success).toBe(false);
  });

  it.each(Object.entries(inferredPaths))('of %s may be what is inferred', (name, { path }) => {
    expect(pathOverrides.parse({ [name]: { path } })).toEqual({ [name]: { path } });
  });
});
