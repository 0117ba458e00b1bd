import { writeFileSync } from 'node:fs';
import { openApiFile, openApiText } from './openapi/file.ts';

/** Writes `docs/openapi.yaml`: `npm run openapi`. */
writeFileSync(openApiFile, openApiText());
