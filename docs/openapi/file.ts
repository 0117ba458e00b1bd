import { join } from 'node:path';
import { stringify } from 'yaml';
import { openApiDocument } from './document.ts';

export const openApiFile = join(import.meta.dirname, '..', 'openapi.yaml');

/** What `docs/openapi.yaml` must hold; a test compares. */
export const openApiText = (): string =>
  [
    '# Generated from the zod schemas by docs/openapi.ts: change those, and run `npm run openapi`.',
    stringify(openApiDocument(), { aliasDuplicateObjects: false, lineWidth: 0 }),
  ].join('\n');
