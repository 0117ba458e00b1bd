import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { checked } from './http.ts';
import { idempotencyKey } from './idempotency.ts';

/** The request's Idempotency-Key, where it has one. @throws ProblemError `invalid-request` for a malformed one */
export const optionalKey = (event: APIGatewayProxyEventV2): string | undefined =>
  event.headers['idempotency-key'] === undefined ? undefined : requiredKey(event);

/** @throws ProblemError `invalid-request` that names it, also when it is missing */
export const requiredKey = ({ headers }: APIGatewayProxyEventV2): string =>
  checked(headers['idempotency-key'] ?? '', idempotencyKey, 'Idempotency-Key');
