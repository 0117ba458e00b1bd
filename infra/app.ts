import { App, CliCredentialsStackSynthesizer, DefaultStackSynthesizer, Tags, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import * as z from 'zod';
import { settingsOf } from './environments.ts';
import { SlussStack } from './sluss-stack.ts';

const app = new App();
/** What stands behind `-c name=value`. */
const context = (name: string): unknown => app.node.tryGetContext(name);
const settings = settingsOf(z.string().default('').parse(context('environment')), {
  simulators: context('simulators'),
  corsOrigins: context('corsOrigins'),
  webhook: context('webhook'),
});

new SlussStack(app, `sluss-${settings.name}`, {
  settings,
  // An emulator that enforces IAM wrongly denies the bootstrap's roles; the caller's own credentials serve there.
  synthesizer: context('synthesizer') === 'cli' ? new CliCredentialsStackSynthesizer() : new DefaultStackSynthesizer(),
});

Tags.of(app).add('product', 'sluss');
Tags.of(app).add('environment', settings.name);
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
