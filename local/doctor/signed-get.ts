import { createHash, createHmac } from 'node:crypto';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/**
 * Headers that sign a GET without a body (AWS Signature Version 4), for services whose SDK client is not worth a dependency.
 * The path must need no escaping, and the query must be in order and escaped already.
 */
export const signedHeaders = (
  { accessKeyId, secretAccessKey, sessionToken }: Credentials,
  region: string,
  service: string,
  { host, pathname, search }: URL,
  at: Date,
): Record<string, string> => {
  const time = at.toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const day = time.slice(0, 8);
  const sent = { 'x-amz-date': time, ...(sessionToken ? { 'x-amz-security-token': sessionToken } : {}) };
  const headers = { host, ...sent };
  const names = Object.keys(headers).join(';');
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`);
  const request = ['GET', pathname, search.slice(1), lines.join(''), names, sha256('')].join('\n');
  const scope = `${day}/${region}/${service}/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', time, scope, sha256(request)].join('\n');
  const key = [day, region, service, 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${secretAccessKey}`);
  const signature = hmac(key, text).toString('hex');
  return {
    ...sent,
    authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`,
  };
};
