import type { Deployment } from './deployment.ts';

/** What a check has found out. Only `failed` makes the doctor's exit code 1; `unverifiable` is never told as fine. */
export type Finding =
  | { readonly outcome: 'passed' | 'note' | 'unverifiable'; readonly text: string }
  | { readonly outcome: 'failed'; readonly text: string; readonly remedy: string };
export type Outcome = Finding['outcome'];

/** One question to a deployment or a provider; it reads, and changes nothing. */
export interface Check {
  /** Stable: the documentation and machines name it. */
  readonly name: string;
  /** What it means when it passes. */
  readonly proves: string;
  readonly run: (deployment: Deployment) => Finding | Promise<Finding>;
}

export const passed = (text: string): Finding => ({ outcome: 'passed', text });
export const failed = (text: string, remedy: string): Finding => ({ outcome: 'failed', text, remedy });
/** Something to know that is neither right nor wrong. */
export const note = (text: string): Finding => ({ outcome: 'note', text });
export const unverifiable = (text: string): Finding => ({ outcome: 'unverifiable', text });
/** For what no read can show. */
export const needsTrial = (text: string): Finding => unverifiable(`cannot be verified without a trial: ${text}`);

/** Thrown by a check that needs what another one proves. */
export class NotTried extends Error {
  override readonly name = 'NotTried';

  constructor(first: string) {
    super(`not tried: ${first} comes first`);
  }
}

/** Whether the SDK has found no AWS credentials: one check says so, all others that need them come after it. */
export const isCredentialsMissing = (error: unknown): boolean =>
  error instanceof Error && error.name === 'CredentialsProviderError';

/** Where an environment's settings stand. */
export const settingsFile = 'infra/environments.ts';
export const deployCommand = ({ environment }: Deployment): string =>
  environment === 'local' ? 'start again (npm start)' : `deploy again (npx cdk deploy -c environment=${environment})`;
/** What the emulator drops of a template; the tests of infra/ look at the template instead. */
export const notKeptLocally = unverifiable('the local AWS does not keep this setting');
