import type { ZodOpenApiOperationObject, ZodOpenApiPathsObject } from 'zod-openapi';

/** A route such as `POST /v1/x` as an entry of the document's paths. */
export const entry = (route: string, operation: ZodOpenApiOperationObject) => {
  const [verb = '', path = ''] = route.split(' ');
  return [path, { [verb.toLowerCase()]: operation }] as const;
};

/** Entries as paths: two routes may share one. */
export const pathsOf = (entries: readonly (readonly [path: string, item: object])[]): ZodOpenApiPathsObject => {
  const paths: ZodOpenApiPathsObject = {};
  for (const [path, item] of entries) paths[path] = { ...paths[path], ...item };
  return paths;
};
