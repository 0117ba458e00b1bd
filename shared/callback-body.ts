import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** An invoice may come with its PDF inside (billecta.md 6.5); what is larger is not looked into. */
const maxBytes = 1024 * 1024;

/** The body of a ring, parsed tolerantly, since it decides nothing: what is no JSON is as good as an empty body. */
export const callbackBody = ({ body = '', isBase64Encoded }: APIGatewayProxyEventV2): unknown => {
  const text = isBase64Encoded ? Buffer.from(body, 'base64').toString() : body;
  if (Buffer.byteLength(text) > maxBytes) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
