import { App, DefaultStackSynthesizer } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { openApiDocument } from '../../../docs/openapi/document.ts';
import { providers } from '../../../functions/providers.ts';
import { settingsOf } from '../../../infra/environments.ts';
import { SlussStack } from '../../../infra/sluss-stack.ts';
import { pollableFlowsOf } from '../../../shared/provider.ts';

const outdir = mkdtempSync(join(tmpdir(), 'sluss-docs-'));
let template: Template;

/** The stack with all that an environment may have, but for the functions' code: nothing is bundled for it. */
beforeAll(() => {
  const app = new App({ outdir, context: { 'aws:cdk:bundling-stacks': [] } });
  const settings = { ...settingsOf('test'), webhook: { url: 'https://shop.example/events' } };
  template = Template.fromStack(
    new SlussStack(app, 'sluss-test', { settings, synthesizer: new DefaultStackSynthesizer() }),
  );
}, 180_000);
afterAll(() => {
  rmSync(outdir, { recursive: true });
});

const propertiesOf = <Schema extends z.ZodType>(type: string, schema: Schema): z.output<Schema>[] =>
  Object.values(template.findResources(type)).map(({ Properties }) => schema.parse(Properties));

const verbs = ['get', 'post', 'put', 'delete'] as const;

describe('what is deployed is documented', () => {
  it('has every route of the gateway in docs/openapi.yaml, and no other', () => {
    const described = Object.entries(openApiDocument().paths ?? {}).flatMap(([path, item]) =>
      verbs.filter((verb) => item[verb]).map((verb) => `${verb.toUpperCase()} ${path}`),
    );
    const routes = propertiesOf('AWS::ApiGatewayV2::Route', z.object({ RouteKey: z.string() }))
      .map(({ RouteKey }) => RouteKey)
      .filter((route) => route !== '$default');
    expect(described.toSorted()).toEqual(routes.toSorted());
  });

  it('has one heading in docs/runbook.md for every alarm, and no other', () => {
    const runbook = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'runbook.md'), 'utf8');
    const headings = [...runbook.matchAll(/^## `(.+)`$/gm)].map(([, name]) => String(name));
    const names: [RegExp, string][] = [
      [/^sluss-test-/, 'sluss-<environment>-'],
      ...providers.flatMap((provider): [RegExp, string][] => [
        // A flow has the alarms of its machine; a provider's alarm may begin as a flow's name does.
        ...pollableFlowsOf(provider).map(({ name }): [RegExp, string] => [
          new RegExp(`-${name}-(?=failed$|timed-out$)`),
          '-<flow>-',
        ]),
        [new RegExp(`-${provider.name}-`), '-<provider>-'],
      ]),
    ];
    const alarms = propertiesOf('AWS::CloudWatch::Alarm', z.object({ AlarmName: z.string() })).map(({ AlarmName }) =>
      names.reduce((text, [name, placeholder]) => text.replace(name, placeholder), AlarmName),
    );
    expect(headings.toSorted()).toEqual([...new Set(alarms)].toSorted());
  });

  it('has as many alarms as docs/costs.md counts, beside those of a webhook', () => {
    const costs = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'costs.md'), 'utf8');
    const alarms = propertiesOf('AWS::CloudWatch::Alarm', z.object({ AlarmName: z.string() }));
    const counted = /^\| CloudWatch alarms +\| (\d+)/m.exec(costs)?.[1];
    expect(Number(counted)).toBe(alarms.filter(({ AlarmName }) => !AlarmName.includes('webhook')).length);
  });
});
