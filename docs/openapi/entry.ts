import type { ZodOpenApiOperationObject } from 'zod-openapi';

/** A route such as `POST /v1/x` as an entry of the document's paths. */
export const entry = (route: string, operation: ZodOpenApiOperationObject) => {
  const [verb = '', path = ''] = route.split(' ');
  return [path, { [verb.toLowerCase()]: operation }] as const;
};
