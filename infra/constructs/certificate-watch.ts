import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { Construct } from 'constructs';
import type { OwnSecrets } from './own-secrets.ts';
import type { Add } from './provider-functions.ts';

/** Has the days counted that a provider's client certificate has left, once a day; alarms stand on what is measured. */
export const watchCertificate = (scope: Construct, provider: string, add: Add, secrets: OwnSecrets): void => {
  const certificate = add('certificate', {
    environment: { PROVIDER_SECRET: secrets.nameOf(provider) },
    timeout: Duration.seconds(15),
    failureImpact: `The client certificate for ${provider} cannot be read or used: payments there fail, or nobody is told before it expires.`,
  });
  secrets.allow(certificate, provider);
  new Rule(scope, 'EachDay', {
    schedule: Schedule.rate(Duration.days(1)),
    targets: [new LambdaFunction(certificate.function)],
  });
};
