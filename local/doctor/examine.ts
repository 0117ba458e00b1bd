import { failed, isCredentialsMissing, NotTried, unverifiable, type Check, type Finding } from './check.ts';
import type { Deployment } from './deployment.ts';

/** A check with what it has found out. */
export interface Examined {
  readonly group: string;
  readonly name: string;
  readonly proves: string;
  readonly finding: Finding;
}

const findingOf = (error: unknown): Finding => {
  if (error instanceof NotTried) return unverifiable(error.message);
  if (isCredentialsMissing(error)) return unverifiable(new NotTried('aws-account').message);
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return failed(
    `could not be checked: ${name}, ${message}`,
    /denied|not authorized|HTTP 403/i.test(`${name} ${message}`)
      ? 'Use credentials that may read this, such as the AWS policy ReadOnlyAccess with secretsmanager:GetSecretValue.'
      : 'Try again; if it stays, look at the AWS Health Dashboard and at the message.',
  );
};

/** Carries out all checks at once. A check that throws has failed: it is never left out, and never told as fine. */
export const examine = (
  groups: Readonly<Record<string, readonly Check[]>>,
  deployment: Deployment,
): Promise<Examined[]> =>
  Promise.all(
    Object.entries(groups).flatMap(([group, checks]) =>
      checks.map(async ({ name, proves, run }) => {
        try {
          return { group, name, proves, finding: await run(deployment) };
        } catch (error) {
          return { group, name, proves, finding: findingOf(error) };
        }
      }),
    ),
  );
