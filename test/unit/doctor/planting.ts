import { execFileSync } from 'node:child_process';
import type { Issued } from '../../../local/certificates/authority.ts';
import { examine } from '../../../local/doctor/examine.ts';
import { groups } from '../../../local/doctor/groups.ts';
import { creditor, type FakeDeployment } from '../../fakes/deployment.ts';

export const examined = async (deployment: FakeDeployment) =>
  new Map((await examine(groups, deployment)).map(({ name, finding }) => [name, finding]));

/** Something that is otherwise than in a healthy deployment. */
export type Change = (deployment: FakeDeployment) => unknown;

export const without =
  (what: string): Change =>
  ({ secrets }) =>
    secrets.delete(what);
export const instead =
  (what: string, value: unknown): Change =>
  ({ secrets }) =>
    secrets.set(what, value);
export const answer =
  (path: string, status: number, body?: unknown): Change =>
  ({ answers }) =>
    answers.set(path, { status, body });
export const silence =
  (path: string): Change =>
  ({ answers }) =>
    answers.delete(path);
export const table =
  (name: string, change: object): Change =>
  ({ tables }) => {
    const key = `sluss-test-${name}`;
    return tables.set(key, { ...tables.get(key)!, ...change });
  };
export const machine =
  (change: object): Change =>
  ({ machines }) => {
    const key = 'sluss-test-bankid-signature';
    return machines.set(key, { ...machines.get(key)!, ...change });
  };
export const settings =
  (change: object): Change =>
  (deployment) => {
    deployment.settings = { ...deployment.settings, ...change };
  };
export const onCreditor =
  (change: Record<string, unknown>): Change =>
  (deployment) =>
    deployment.changeCreditor(change);
export const onBank = (change: object): Change =>
  onCreditor({ CreditorBankInfo: { ...creditor.CreditorBankInfo, ...change } });
export const webhook = { webhook: { url: 'https://shop.example/events' } };
/** A certificate with its key as a PKCS#12 secret, made by OpenSSL with more options. */
export const pkcs12Of = ({ certificate, key }: Issued, ...how: string[]) => {
  const pfx = execFileSync('openssl', ['pkcs12', '-export', ...how, '-passout', 'pass:swish'], {
    input: key + certificate,
  });
  return { pfx: pfx.toString('base64'), passphrase: 'swish' };
};
export const route = 'POST /callbacks/swedbank-pay/{proof}';
