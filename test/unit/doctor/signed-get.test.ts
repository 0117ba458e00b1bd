import { describe, expect, it } from 'vitest';
import { signedHeaders } from '../../../local/doctor/signed-get.ts';

/** The credentials, time and answers that AWS publishes in its test suite for Signature Version 4. */
const published = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
const at = new Date('2015-08-30T12:36:00Z');
const sign = (url: string, sessionToken?: string) =>
  signedHeaders({ ...published, sessionToken }, 'us-east-1', 'service', new URL(url), at);

describe('a signed GET', () => {
  it.each([
    ['get-vanilla', '/', '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'],
    [
      'get-vanilla-query-order-key-case',
      '/?Param1=value1&Param2=value2',
      'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
    ],
  ])('is that of %s', (_, path, signature) => {
    expect(sign(`https://example.amazonaws.com${path}`)).toEqual({
      'x-amz-date': '20150830T123600Z',
      authorization: `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=${signature}`,
    });
  });

  it('carries and signs the token of temporary credentials', () => {
    const headers = sign('https://example.amazonaws.com/', 'session-1');
    expect(headers['x-amz-security-token']).toBe('session-1');
    expect(headers['authorization']).toContain('SignedHeaders=host;x-amz-date;x-amz-security-token');
  });
});
