import { Validator } from '@seriousme/openapi-schema-validator';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { openApiDocument } from '../../../docs/openapi/document.ts';
import { openApiFile, openApiText } from '../../../docs/openapi/file.ts';
import { providers } from '../../../functions/providers.ts';
import { problems } from '../../../shared/problem.ts';

const specification = z.record(z.string(), z.unknown());
const schemas = Object.keys(openApiDocument().components?.schemas ?? {});

describe('docs/openapi.yaml', () => {
  it('is what the schemas generate: run "npm run openapi"', () => {
    expect(readFileSync(openApiFile, 'utf8')).toBe(openApiText());
  });

  it('is valid OpenAPI 3.1', async () => {
    const validator = new Validator();
    const { valid, errors } = await validator.validate(specification.parse(parse(openApiText())));
    expect({ valid, errors, version: validator.version }).toEqual({ valid: true, errors: undefined, version: '3.1' });
  });

  it('points only at what it holds', () => {
    const references = [...openApiText().matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name);
    expect(references).not.toEqual([]);
    expect(schemas).toEqual(expect.arrayContaining(references));
  });

  it('names every problem on some route', () => {
    const text = openApiText();
    const missing = Object.keys(problems).filter((code) => !text.includes(`\`${code}\`: `));
    expect(missing).toEqual([]);
  });

  it.each(providers.flatMap(({ flows }) => flows))('has request and result of $name', ({ name }) => {
    const pascal = name.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
    expect(schemas).toEqual(expect.arrayContaining([`${pascal}Request`, `${pascal}Result`]));
  });
});

describe('docs/errors.md', () => {
  it('explains every problem, with its status', () => {
    const page = readFileSync(join(dirname(openApiFile), 'errors.md'), 'utf8');
    const rows = [...page.matchAll(/^\| `([a-z-]+)`\s+\| (\d{3})/gm)].map(([, code = '', status]) => [
      code,
      Number(status),
    ]);
    expect(Object.fromEntries(rows)).toEqual(
      Object.fromEntries(Object.entries(problems).map(([code, { status }]) => [code, status])),
    );
  });
});
