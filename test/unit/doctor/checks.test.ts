import { describe, expect, it } from 'vitest';
import { examine } from '../../../local/doctor/examine.ts';
import { groups } from '../../../local/doctor/groups.ts';
import { countsOf } from '../../../local/doctor/report.ts';
import { makeAuthority } from '../../../local/certificates/authority.ts';
import {
  creditorPublicId,
  FakeDeployment,
  issueForSwish,
  noSuchPath,
  payeeAlias,
  swishCertificate,
} from '../../fakes/deployment.ts';
import {
  examined,
  without,
  instead,
  pkcs12Of,
  answer,
  silence,
  table,
  settings,
  onCreditor,
  onBank,
  webhook,
  type Change,
} from './planting.ts';

describe('a healthy deployment', () => {
  it('has no failed check, and none is fine that no read can show', async () => {
    const findings = await examine(groups, new FakeDeployment());
    expect(findings.filter(({ finding }) => finding.outcome === 'failed')).toEqual([]);
    const unverifiable = findings.filter(({ finding }) => finding.outcome === 'unverifiable');
    expect(unverifiable.map(({ name }) => name)).toEqual([
      'billecta-paths',
      'billecta-bankid',
      'billecta-swish',
      'billecta-kivra',
      'billecta-cards',
      'billecta-autogiro',
      'billecta-bankid-certificate',
      'billecta-swish-certificate',
      'billecta-webhooks',
      'billecta-api-user',
      'billecta-agreement',
      'swedbank-pay-payee',
      'swedbank-pay-callbacks',
      'swish-callbacks',
    ]);
    for (const { finding } of unverifiable) expect(finding.text).toContain('cannot be verified without a trial');
  });

  it('is only read, but for the rings with a wrong proof', async () => {
    const deployment = new FakeDeployment();
    await examined(deployment);
    const writes = new Set(deployment.asked.filter((question) => !question.startsWith('GET ')));
    const wrongProof = `${'0'.repeat(32)}.999.${'A'.repeat(43)}`;
    expect([...writes]).toEqual(
      ['billecta', 'swedbank-pay', 'swish'].map((name) => `POST /callbacks/${name}/${wrongProof}`),
    );
    expect(deployment.asked).toContain(
      `GET /v1/creditors/creditors SecureToken ${Buffer.from('dG9rZW4=').toString('base64')}`,
    );
  });

  it('names each check once', async () => {
    const names = (await examine(groups, new FakeDeployment())).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});

/** Whole days are counted, and a moment passes until they are. */
const almost = 0.01;
const lastingSixty = await issueForSwish(payeeAlias, 60 + almost);
const lastingSixtyOne = await issueForSwish(payeeAlias, 61 + almost);
const expired = await issueForSwish(payeeAlias, -1);
const ofAnother = await issueForSwish('1231181189');
const ofNoNumber = await issueForSwish('Ek AB');
const fromTests = await issueForSwish(payeeAlias, 365, await makeAuthority({ name: 'Swish Root CA v2 Test' }));
const oldButOpen = pkcs12Of(
  swishCertificate,
  '-certpbe',
  'PBE-SHA1-3DES',
  '-keypbe',
  'PBE-SHA1-3DES',
  '-macalg',
  'sha1',
);

describe('what is no fault', () => {
  const cases: [check: string, change: Change, outcome: string, text: RegExp][] = [
    ['api-keys', () => undefined, 'passed', /^shop, web shop: billecta swedbank-pay swish$/],
    ['api-version', answer('/v1/health', 200, { status: 'ok', version: '0.0.1' }), 'note', /0\.0\.1 is deployed/],
    ['billecta-next-invoice-number', onCreditor({ NextInvoiceNumber: 0 }), 'note', /not set/],
    ['billecta-e-invoice', onBank({ EInvoiceCUI: null }), 'note', /empty/],
    ['billecta-products', () => undefined, 'passed', /^1 active$/],
    ['billecta-products', answer(`/v1/products/products/${creditorPublicId}`, 200, []), 'note', /no active one/],
    ['billecta-products', answer(`/v1/products/products/${creditorPublicId}`, 404), 'unverifiable', /HTTP 404/],
    [
      'billecta-paths',
      answer('/v1/debtors/kivra/', 404, noSuchPath),
      'note',
      /kivra-reachability \(GET \/v1\/debtors\/kivra\/0\)\. Ask/,
    ],
    ['billecta-paths', answer('/v1/payments/', 405), 'unverifiable', /answers at each/],
    ['billecta-paths', silence('/v1/sluss-doctor/'), 'unverifiable', /does not say/],
    ['billecta-swish', onBank({ SwishPaymentEnabled: true }), 'passed', /SwishPaymentEnabled/],
    ['billecta-autogiro', onBank({ AutogiroEnabled: false }), 'note', /AutogiroEnabled/],
    ['billecta-creditor', onCreditor({ IsEnabled: null }), 'passed', /cafe/],
    ['ledger-protection', table('ledger', { isProtected: false }), 'note', /destroyTables/],
    ['swedbank-pay-sweden', () => undefined, 'note', /closed to new merchants/],
    ['webhook-receiver', settings(webhook), 'unverifiable', /without a trial/],
    ['swedbank-pay-token', answer('/psp/invoice/payments/', 403), 'passed', /^HTTP 403/],
    ['swish-certificate-dates', instead('swish', lastingSixty), 'note', /, 60 days left: time to order/],
    ['swish-certificate-dates', instead('swish', lastingSixtyOne), 'passed', /, 61 days left$/],
    ['swish-certificate-number', instead('swish', ofNoNumber), 'unverifiable', /without a trial: its subject names no/],
    ['swish-certificate-issuer', instead('swish', fromTests), 'passed', /Swish Root CA v2 Test/],
    ['swish-answers', () => undefined, 'passed', /^HTTP 404/],
    ['swish-certificate', instead('swish', oldButOpen), 'note', /3DES.*store swish --environment test makes it new/],
  ];
  it.each(cases)('%s', async (check, change, outcome, text) => {
    const deployment = new FakeDeployment();
    change(deployment);
    expect((await examined(deployment)).get(check)).toMatchObject({
      outcome,
      text: expect.stringMatching(text) as string,
    });
  });

  it('locally, where the emulator does not keep a setting', async () => {
    const deployment = new FakeDeployment();
    deployment.environment = 'local';
    deployment.functionsAtOnce = 20;
    for (const [name, state] of deployment.tables)
      deployment.tables.set(name.replace('test', 'local'), {
        ...state,
        expiresBy: undefined,
        isRecoverable: false,
        ownKeyWorks: undefined,
      });
    for (const [name, state] of deployment.machines)
      deployment.machines.set(name.replace('test', 'local'), { ...state, logLevel: undefined });
    const findings = await examined(deployment);
    for (const name of ['personal-ttl', 'personal-encryption', 'ledger-recovery', 'ledger-encryption', 'machines-logs'])
      expect([name, findings.get(name)]).toEqual([
        name,
        { outcome: 'unverifiable', text: 'the local AWS does not keep this setting' },
      ]);
    expect(countsOf(await examine(groups, deployment)).failed).toBe(0);
  });
});

describe('a check that needs another', () => {
  it.each([
    ['billecta-token', 'secret-billecta', without('billecta')],
    ['billecta-creditor', 'billecta-token', answer('/v1/creditors/creditors', 401)],
    ['billecta-address', 'billecta-creditor', answer('/v1/creditors/creditors', 200, [])],
    ['swedbank-pay-token', 'secret-swedbank-pay', without('swedbank-pay')],
    ['swish-certificate-dates', 'swish-certificate', instead('swish', { pfx: 'QUJD', passphrase: 'x' })],
    ['swish-answers', 'swish-certificate-dates', instead('swish', expired)],
    ['swish-clock', 'swish-certificate-number', instead('swish', ofAnother)],
    ['starts-billecta', 'secret-api-keys', without('api-keys')],
    ['personal-ttl', 'personal-table', ({ tables }) => tables.delete('sluss-test-personal')],
    ['machines-logs', 'machines-deployed', ({ machines }) => machines.clear()],
    ['api-health', 'api-deployed', (it) => (it.deployed = undefined)],
    ['api-version', 'api-health', silence('/v1/health')],
  ] as [string, string, Change][])('%s is not tried before %s passes', async (check, first, change) => {
    const deployment = new FakeDeployment();
    change(deployment);
    const findings = await examined(deployment);
    expect(findings.get(check)).toEqual({ outcome: 'unverifiable', text: `not tried: ${first} comes first` });
    expect(findings.get(first)?.outcome).toBe('failed');
  });
});

it('an environment without Swish is told so once, and how to begin', async () => {
  const deployment = new FakeDeployment();
  deployment.secrets.delete('swish');
  const findings = await examined(deployment);
  expect(findings.get('secret-swish')).toEqual({
    outcome: 'note',
    text: expect.stringMatching(
      /not there: right only if .* docs\/swish\.md .* store swish --environment test$/,
    ) as string,
  });
  const others = [...findings].filter(([name]) => name.startsWith('swish-') && !/rule$|callbacks$/.test(name));
  expect(new Set(others.map(([, { text }]) => text))).toEqual(new Set(['not tried: secret-swish comes first']));
  expect([...findings.values()].filter(({ outcome }) => outcome === 'failed')).toEqual([]);
});

describe('a read that AWS refuses', () => {
  const refusing = (name: string, message: string) => {
    const deployment = new FakeDeployment();
    const refused = () => Promise.reject(Object.assign(new Error(message), { name }));
    Object.assign(deployment, { callerAccount: refused, table: refused });
    return examined(deployment);
  };

  it('is a failure that says which right is missing', async () => {
    const findings = await refusing('AccessDeniedException', 'not authorized to perform: dynamodb:DescribeTable');
    expect(findings.get('ledger-recovery')).toMatchObject({
      outcome: 'failed',
      text: expect.stringContaining('dynamodb:DescribeTable') as string,
      remedy: expect.stringContaining('ReadOnlyAccess') as string,
    });
  });

  it('for want of credentials is said once', async () => {
    const findings = await refusing('CredentialsProviderError', 'Could not load credentials from any providers');
    expect(findings.get('aws-account')).toMatchObject({ outcome: 'failed', text: 'there are no AWS credentials' });
    expect(findings.get('ledger-table')).toEqual({
      outcome: 'unverifiable',
      text: 'not tried: aws-account comes first',
    });
  });
});

it('shows no secret and no key, whatever is wrong', async () => {
  const deployment = new FakeDeployment();
  for (const what of deployment.secrets.keys()) deployment.secrets.set(what, { planted: 'Ojojoj-8507' });
  expect(JSON.stringify(await examine(groups, deployment))).not.toContain('Ojojoj');
  const healthy = JSON.stringify(await examine(groups, new FakeDeployment()));
  for (const secret of ['dG9rZW4=', 'token-1', 'kkkk', 'aaaa', 'PRIVATE KEY']) expect(healthy).not.toContain(secret);
});
