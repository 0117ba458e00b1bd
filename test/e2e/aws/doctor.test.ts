import {
  DisableRuleCommand,
  EnableRuleCommand,
  EventBridgeClient,
  ListRuleNamesByTargetCommand,
} from '@aws-sdk/client-eventbridge';
import { DeleteSecretCommand, GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeEach, expect, it } from 'vitest';
import * as z from 'zod';
import { account, region } from '../../../local/aws/access.ts';
import { makeAuthority } from '../../../local/certificates/authority.ts';
import { putSecret } from '../../../local/commands/put-secret.ts';
import { examine } from '../../../local/doctor/examine.ts';
import { groups } from '../../../local/doctor/groups.ts';
import { openDeployment } from '../../../local/doctor/open-deployment.ts';
import { localPayeeAlias } from '../../../local/simulators/swish/defaults.ts';
import { stack } from '../../stack.ts';
import { describeAws } from '../needs.ts';
import { control, resetSimulator } from '../simulator.ts';
import { access, fact } from './account.ts';

const secrets = new SecretsManagerClient(access);
const events = new EventBridgeClient(access);

const examineAll = () =>
  examine(
    groups,
    openDeployment('local', ({ name }) => stack.hosts?.[name] ?? '', fact('awsEndpoint')),
  );

/** Names of the checks that fail now, each with what to do. */
const failures = async (): Promise<ReadonlyMap<string, string>> => {
  const examined = await examineAll();
  return new Map(
    examined.flatMap(({ name, finding }) => (finding.outcome === 'failed' ? [[name, finding.remedy] as const] : [])),
  );
};

type Mend = () => Promise<unknown>;
type Plant = () => Promise<Mend>;

const secretName = (what: string) => `sluss/local/${what}`;
const readSecret = async (what: string): Promise<unknown> => {
  const { SecretString = '' } = await secrets.send(new GetSecretValueCommand({ SecretId: secretName(what) }));
  return JSON.parse(SecretString);
};

const secretInstead =
  (what: string, change: (value: object) => object): Plant =>
  async () => {
    const value = z.looseObject({}).parse(await readSecret(what));
    await putSecret(secrets, secretName(what), change(value));
    return () => putSecret(secrets, secretName(what), value);
  };

const secretGone =
  (what: string): Plant =>
  async () => {
    const value = await readSecret(what);
    await secrets.send(new DeleteSecretCommand({ SecretId: secretName(what), ForceDeleteWithoutRecovery: true }));
    return () => putSecret(secrets, secretName(what), value);
  };

const creditor =
  (change: object): Plant =>
  async () => {
    await control('POST', 'creditor', change);
    return resetSimulator;
  };

/** A certificate of an authority that Swish does not know. */
const certificateOf =
  (commonName: string, days?: number): Plant =>
  async () => {
    const { issue } = await makeAuthority({ name: 'Nobody’s CA' });
    const issued = await issue({ subject: { commonName }, purpose: 'client', days });
    return secretInstead('swish', (value) => ({ ...value, ...issued }))();
  };

const clockStopped: Plant = async () => {
  const TargetArn = `arn:aws:lambda:${region}:${account}:function:${fact('stackName')}-clock`;
  const { RuleNames: [Name] = [] } = await events.send(new ListRuleNamesByTargetCommand({ TargetArn }));
  await events.send(new DisableRuleCommand({ Name }));
  return () => events.send(new EnableRuleCommand({ Name }));
};

const faults: [what: string, check: string, plant: Plant][] = [
  ['a wrong SecureToken', 'billecta-token', secretInstead('billecta', () => ({ secureToken: 'wrong' }))],
  ['a malformed secret', 'secret-billecta', secretInstead('billecta', () => ({ token: 'wrong' }))],
  ['a missing secret', 'secret-swedbank-pay', secretGone('swedbank-pay')],
  ['a secret without a certificate', 'secret-swish', secretInstead('swish', () => ({ ca: 'none' }))],
  ['an expired certificate', 'swish-certificate-dates', certificateOf(localPayeeAlias, -1)],
  ["another number's certificate", 'swish-certificate-number', certificateOf('1231181189')],
  ['a certificate of an unknown authority', 'swish-answers', certificateOf(localPayeeAlias)],
  ['a wrong bearer token', 'swedbank-pay-token', secretInstead('swedbank-pay', () => ({ token: 'wrong' }))],
  ['no API key', 'api-keys', secretInstead('api-keys', () => ({ keys: [] }))],
  ['stopped starts', 'starts-billecta', secretInstead('api-keys', (value) => ({ ...value, stopped: ['billecta'] }))],
  ['a stopped clock', 'clock-rule', clockStopped],
  [
    'a creditor that is not there',
    'billecta-creditor',
    creditor({ CreditorPublicId: '00000000-0000-4000-8000-000000000001' }),
  ],
  ['a disabled creditor', 'billecta-creditor', creditor({ IsEnabled: false })],
  ['an address without a city', 'billecta-address', creditor({ City: null })],
  [
    'no bankgiro for invoicing',
    'billecta-invoicing-account',
    creditor({
      CreditorBankInfo: {
        CreditorOutgoingBankgiroes: [{ BankgiroNo: '5555-5551', IsActive: true, BankgiroApproved: true }],
      },
    }),
  ],
  [
    'no bankgiro for payments',
    'billecta-payments-account',
    creditor({
      CreditorBankInfo: { PaymentMethods: [{ BankgiroNo: '5555-5551', Verified: true }] },
    }),
  ],
];

describeAws('the doctor', () => {
  // So many examinations a second are a test's, and no person's.
  beforeEach(() => control('POST', 'settings', { rateLimits: false }));
  afterAll(resetSimulator);

  it('has one note, and no failure, where nobody has put in a certificate for Swish', async () => {
    const mend = await secretGone('swish')();
    try {
      const examined = await examineAll();
      expect(examined.filter(({ finding }) => finding.outcome === 'failed')).toEqual([]);
      expect(examined.find(({ name }) => name === 'secret-swish')?.finding).toMatchObject({
        outcome: 'note',
        text: expect.stringContaining('docs/swish.md says how to begin') as string,
      });
    } finally {
      await mend();
    }
  });

  it('finds nothing wrong with what npm start deploys', async () => {
    expect([...(await failures())]).toEqual([]);
  });

  it.each(faults)('finds %s, and nothing else', async (_, check, plant) => {
    const mend = await plant();
    try {
      const found = await failures();
      expect([...found.keys()]).toEqual([check]);
      expect(found.get(check)).not.toBe('');
    } finally {
      await mend();
    }
    expect([...(await failures())]).toEqual([]);
  });
});
