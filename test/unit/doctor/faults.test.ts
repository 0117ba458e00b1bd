import { describe, expect, it } from 'vitest';
import {
  creditorPublicId,
  FakeDeployment,
  issueForSwish,
  payeeAlias,
  swishAuthority,
  swishCertificate,
} from '../../fakes/deployment.ts';
import { makeAuthority } from '../../../local/certificates/authority.ts';
import {
  examined,
  without,
  instead,
  answer,
  silence,
  table,
  machine,
  settings,
  onCreditor,
  onBank,
  webhook,
  route,
  pkcs12Of,
  type Change,
} from './planting.ts';

const ofAnother = await issueForSwish('1231181189');
const fromTests = await issueForSwish(payeeAlias, 365, await makeAuthority({ name: 'Swish Root CA v2 Test' }));

const faults: [check: string, what: string, change: Change, remedy: RegExp][] = [
  ['aws-account', 'of another account', (it) => (it.account = '222222222222'), /AWS_PROFILE/],
  ['lambda-concurrency', 'of a new account', (it) => (it.functionsAtOnce = 10), /Service Quotas/],
  ['clock-rule', 'is disabled', (it) => (it.rules = [{ isEnabled: false, schedule: 'rate(1 minute)' }]), /Enable it/],
  ['clock-rule', 'is missing', (it) => (it.rules = []), /cdk deploy -c environment=test/],
  ['clock-rule', 'is slow', (it) => (it.rules = [{ isEnabled: true, schedule: 'rate(1 day)' }]), /Enable it/],
  ['secret-billecta', 'is missing', without('billecta'), /npm run secrets -- billecta --environment test/],
  ['secret-billecta', 'has another form', instead('billecta', { token: 'x' }), /npm run secrets -- billecta/],
  ['secret-swedbank-pay', 'is no JSON', instead('swedbank-pay', 'token-1'), /npm run secrets -- swedbank-pay/],
  ['secret-mac-key', 'is missing', without('mac-key'), /last version/],
  ['secret-api-keys', 'has another form', instead('api-keys', { keys: [{}] }), /last version/],
  ['api-keys', 'are none', instead('api-keys', { keys: [] }), /npm run keys -- create --environment test/],
  [
    'starts-billecta',
    'are stopped',
    ({ secrets }) => secrets.set('api-keys', { ...(secrets.get('api-keys') as object), stopped: ['billecta'] }),
    /npm run starts -- resume billecta --environment test/,
  ],
  ['personal-table', 'is missing', ({ tables }) => tables.delete('sluss-test-personal'), /cdk deploy/],
  ['personal-table', 'is not active', table('personal', { isActive: false }), /Wait/],
  ['personal-ttl', 'is off', table('personal', { expiresBy: undefined }), /Switch it on/],
  ['personal-ttl', 'is on another attribute', table('personal', { expiresBy: 'dueAt' }), /Switch it on/],
  ['personal-copies', 'are kept', table('personal', { isRecoverable: true }), /Switch it off/],
  ['personal-copies', 'are streamed', table('personal', { hasStream: true }), /Switch it off/],
  ['personal-encryption', 'has no key', table('personal', { ownKeyWorks: undefined }), /KMS/],
  ['ledger-table', 'is missing', ({ tables }) => tables.delete('sluss-test-ledger'), /cdk deploy/],
  ['ledger-recovery', 'is off', table('ledger', { isRecoverable: false }), /Switch it on/],
  [
    'ledger-protection',
    'is off where tables are kept',
    (it) => [settings({ destroyTables: false })(it), table('ledger', { isProtected: false })(it)],
    /Switch it on/,
  ],
  ['ledger-encryption', 'has a disabled key', table('ledger', { ownKeyWorks: false }), /alias\/sluss-test-ledger/],
  ['machines-deployed', 'lack one', ({ machines }) => machines.delete('sluss-test-swedbank-pay-slow'), /cdk deploy/],
  ['machines-deployed', 'have a wrong type', machine({ type: 'STANDARD' }), /cdk deploy/],
  ['machines-logs', 'hold data', machine({ logsData: true }), /Switch it off/],
  ['machines-logs', 'are off', machine({ logLevel: 'OFF' }), /Step Functions/],
  ['machines-logs', 'are traced', machine({ traces: true }), /Step Functions/],
  ['api-deployed', 'is not', (it) => (it.deployed = undefined), /cdk deploy/],
  ['api-deployed', 'is older', (it) => (it.deployed = { url: 'https://api.example', routes: [route] }), /older/],
  ['api-health', 'is 500', answer('/v1/health', 500), /flows-errors/],
  ['api-health', 'is silent', silence('/v1/health'), /network/],
  [
    'callback-swedbank-pay',
    'has no route',
    (it) => (it.deployed = { ...it.deployed!, routes: it.deployed!.routes.filter((each) => each !== route) }),
    /cdk deploy/,
  ],
  ['callback-swedbank-pay', 'takes a wrong proof', answer('/callbacks/swedbank-pay/', 200), /callback-errors/],
  [
    'callback-swedbank-pay',
    'is refused by somebody else',
    answer('/callbacks/swedbank-pay/', 404, '<html>'),
    /callback-errors/,
  ],
  ['callback-swedbank-pay', 'is silent', silence('/callbacks/swedbank-pay/'), /callback-errors/],
  ['callback-billecta', 'takes a wrong proof', answer('/callbacks/billecta/', 200), /callback-errors/],
  ['webhook-dead-letters', 'are there', (it) => [settings(webhook)(it), (it.deadLetters = 3)], /runbook/],
  [
    'webhook-dead-letters',
    'have no queue',
    (it) => [settings(webhook)(it), (it.deadLetters = undefined)],
    /cdk deploy/,
  ],
  ['billecta-reachable', 'is down', answer('/v1/common/countries', 503), /status\.billecta\.com/],
  ['billecta-reachable', 'is silent', silence('/v1/common/countries'), /network/],
  ['billecta-token', 'is refused', answer('/v1/creditors/creditors', 401), /npm run secrets -- billecta/],
  ['billecta-token', 'is not judged', answer('/v1/creditors/creditors', 500), /Try again/],
  ['billecta-creditor', 'is unseen', answer('/v1/creditors/creditors', 200, []), /creditorPublicId/],
  ['billecta-creditor', 'may not be read', answer(`/v1/creditors/creditor/${creditorPublicId}`, 403), /right to read/],
  ['billecta-creditor', 'is disabled', onCreditor({ IsEnabled: false }), /Ask Billecta/],
  ['billecta-address', 'has no city', onCreditor({ City: ' ' }), /Company settings/],
  [
    'billecta-invoicing-account',
    'is missing',
    onBank({ PaymentMethods: null, BankgiroNo: null }),
    /Add payment method/,
  ],
  ['billecta-invoicing-account', 'lacks all bank info', onCreditor({ CreditorBankInfo: null }), /Add payment method/],
  [
    'billecta-invoicing-account',
    'is not verified',
    onBank({ PaymentMethods: [{ BankgiroNo: '5555-5551', Verified: false }] }),
    /verified/,
  ],
  ['billecta-payments-account', 'is missing', onBank({ CreditorOutgoingBankgiroes: [] }), /Add bankgiro for payments/],
  [
    'billecta-payments-account',
    'is not approved',
    onBank({ CreditorOutgoingBankgiroes: [{ BankgiroNo: '5555-5551', IsActive: true, BankgiroApproved: false }] }),
    /Approve it/,
  ],
  ['swedbank-pay-token', 'is refused', answer('/psp/invoice/payments/', 401), /npm run secrets -- swedbank-pay/],
  ['swedbank-pay-token', 'is not judged', answer('/psp/invoice/payments/', 500), /try again/],
  ['swedbank-pay-token', 'is not answered', silence('/psp/invoice/payments/'), /network/],
  [
    'swedbank-pay-payee',
    'has only zeros',
    (it) =>
      settings({
        providers: {
          ...it.settings.providers,
          'swedbank-pay': { host: 'https://s.example', origins: [], payeeId: '00000000-0000-0000-0000-000000000000' },
        },
      })(it),
    /infra\/environments/,
  ],
  [
    'secret-swish',
    'holds no certificate',
    instead('swish', { ca: swishAuthority.certificate }),
    /certificates -- store swish/,
  ],
  [
    'swish-certificate',
    'has another key',
    instead('swish', { ...swishCertificate, key: ofAnother.key }),
    /store swish --environment test/,
  ],
  ['swish-certificate', 'is no PKCS#12 file', instead('swish', { pfx: 'QUJD', passphrase: 'x' }), /store swish/],
  ['swish-certificate', 'is an old one', instead('swish', pkcs12Of(swishCertificate, '-legacy')), /convert/],
  ['swish-certificate-dates', 'are past', instead('swish', await issueForSwish(payeeAlias, -1)), /Order one/],
  ['swish-certificate-dates', 'end in a week', instead('swish', await issueForSwish(payeeAlias, 7.01)), /Order one/],
  ['swish-certificate-number', "is another's", instead('swish', ofAnother), /infra\/environments/],
  [
    'swish-certificate-issuer',
    'is for tests, in production',
    (it) => [(it.environment = 'production'), instead('swish', fromTests)(it)],
    /store swish --environment production/,
  ],
  ['swish-answers', 'are 401', answer('/api/v1/paymentrequests/', 401), /enrolled/],
  ['swish-answers', 'are not about it', answer('/api/v1/paymentrequests/', 500), /try again/],
  ...(
    [
      ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', /Swish's, of the other environment, or stored without its chain/],
      ['SELF_SIGNED_CERT_IN_CHAIN', /"ca" in the secret/],
      ['ETIMEDOUT', /network/],
    ] as const
  ).map(([why, remedy]): (typeof faults)[number] => [
    'swish-answers',
    `are missing: ${why}`,
    (it) => [silence('/api/v1/paymentrequests/')(it), (it.silence = why)],
    remedy,
  ]),
  ['swish-certificate-rule', 'is gone', (it) => (it.certificateRules = []), /cdk deploy/],
  ['callback-swish', 'takes a wrong proof', answer('/callbacks/swish/', 200), /callback-errors/],
  ...(['api-clock', 'billecta-clock', 'swedbank-pay-clock', 'swish-clock'] as const).map(
    (check): (typeof faults)[number] => [
      check,
      'is a minute off',
      ({ answers }) => answers.forEach((reply, path) => answers.set(path, { ...reply, aheadSeconds: -60 })),
      /NTP/,
    ],
  ),
];

describe('a fault', () => {
  it.each(faults)('%s %s', async (check, _, change, remedy) => {
    const deployment = new FakeDeployment();
    change(deployment);
    const finding = (await examined(deployment)).get(check);
    expect(finding).toMatchObject({ outcome: 'failed', remedy: expect.stringMatching(remedy) as string });
  });

  it('is planted for every check that can fail', async () => {
    const healthy = await examined(new FakeDeployment());
    const passing = [...healthy].filter(([, { outcome }]) => outcome === 'passed').map(([name]) => name);
    const known = new Set(faults.map(([name]) => name));
    const onlyNotes = [
      'api-version',
      ...['billecta', 'swedbank-pay', 'swish'].map((name) => `api-keys-${name}`),
      ...['swedbank-pay', 'swish'].map((name) => `starts-${name}`),
    ];
    const ofCreditor = ['billecta-next-invoice-number', 'billecta-e-invoice', 'billecta-products'];
    expect(passing.filter((name) => !known.has(name) && ![...onlyNotes, ...ofCreditor].includes(name))).toEqual([]);
  });
});
