import { providers } from '../../functions/providers.ts';
import { openApiDocument } from '../../docs/openapi/document.ts';
import { makeAuthority } from '../../local/certificates/authority.ts';
import { settingsOf, type EnvironmentName, type Settings } from '../../infra/environments.ts';
import type { Answer, Deployment, GatewayState, MachineState, TableState } from '../../local/doctor/deployment.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { pollableFlowsOf } from '../../shared/provider.ts';

type Reply = Omit<Answer, 'aheadSeconds'> & Partial<Answer>;

/** The number of test's settings. */
export const payeeAlias = '1234679304';
/** Who signs client certificates for Swish. */
export const swishAuthority = await makeAuthority({ name: 'Swish CA of the doctor' });
/** A client certificate as the secret holds it. */
export const issueForSwish = (commonName: string, days = 365, authority = swishAuthority) =>
  authority.issue({ subject: { country: 'SE', organisation: '5555555555', commonName }, purpose: 'client', days });
export const swishCertificate = await issueForSwish(payeeAlias);

export const creditorPublicId = '00000000-0000-4000-8000-00000000cafe';
const bankgiro = { BankgiroNo: '5555-5551' };

/** A creditor of Billecta's whose settings are complete. */
export const creditor = {
  CreditorPublicId: creditorPublicId,
  IsEnabled: true,
  Address: 'Provgatan 1',
  ZipCode: '123 45',
  City: 'Exempelstad',
  NextInvoiceNumber: 1001,
  CreditorBankInfo: {
    ...bankgiro,
    PaymentMethods: [{ ...bankgiro, Verified: true }],
    CreditorOutgoingBankgiroes: [{ ...bankgiro, IsActive: true, BankgiroApproved: true }],
    EInvoiceFUI: '123456789012.12345678901.BANK.SE',
    EInvoiceCUI: '1234567',
  },
};

const verbs = ['get', 'post', 'put', 'delete'] as const;
const routes = (): string[] =>
  Object.entries(openApiDocument().paths ?? {}).flatMap(([path, item]) =>
    verbs.filter((verb) => item[verb]).map((verb) => `${verb.toUpperCase()} ${path}`),
  );

const table: TableState = {
  isActive: true,
  expiresBy: undefined,
  isRecoverable: false,
  isProtected: false,
  hasStream: false,
  ownKeyWorks: true,
};

/** What the framework answers where nobody is (seen of ASP.NET, not of Billecta). */
export const noSuchPath = { Message: 'No HTTP resource was found', MessageDetail: 'No type was found' };

/** A deployment that is healthy in every way, until a test changes something in it. */
export class FakeDeployment implements Deployment {
  environment: EnvironmentName = 'test';
  settings: Settings;
  readonly asked: string[] = [];
  account: string | undefined = '111111111111';
  functionsAtOnce = 1000;
  rules = [{ isEnabled: true, schedule: 'rate(1 minute)' }];
  certificateRules = [{ isEnabled: true, schedule: 'rate(1 day)' }];
  readonly secrets = new Map<string, unknown>([
    ['billecta', { secureToken: 'dG9rZW4=' }],
    ['swedbank-pay', { token: 'token-1' }],
    ['swish', swishCertificate],
    ['mac-key', { key: 'k'.repeat(64) }],
    ['webhook', { key: 'A'.repeat(64) }],
    [
      'api-keys',
      {
        keys: [
          {
            hash: 'a'.repeat(64),
            merchant: 'shop',
            name: 'web shop',
            scopes: ['billecta', 'swedbank-pay', 'swish'],
            createdAt: '2026-11-21T10:00:00.000Z',
          },
        ],
      },
    ],
  ]);
  readonly tables = new Map<string, TableState>([
    ['sluss-test-personal', { ...table, expiresBy: 'expiresAt' }],
    ['sluss-test-ledger', { ...table, isRecoverable: true, isProtected: true }],
  ]);
  readonly machines = new Map<string, MachineState>();
  /** Why Swish does not answer. */
  silence = 'ECONNREFUSED';
  deadLetters: number | undefined = 0;
  deployed: GatewayState | undefined = { url: 'https://api.example', routes: routes() };
  /** By the beginning of what comes after the host; nobody answers anything else. */
  readonly answers = new Map<string, Reply>([
    ['/v1/health', { status: 200, body: { status: 'ok', version: packageJson.version } }],
    ['/callbacks/billecta/', { status: 404, body: { code: 'not-found' } }],
    ['/callbacks/swedbank-pay/', { status: 404, body: { code: 'not-found' } }],
    ['/callbacks/swish/', { status: 404, body: { code: 'not-found' } }],
    ['/v1/common/countries', { status: 200, body: [] }],
    ['/v1/creditors/creditors', { status: 200, body: [creditor] }],
    [`/v1/creditors/creditor/${creditorPublicId}`, { status: 200, body: creditor }],
    [`/v1/products/products/${creditorPublicId}`, { status: 200, body: [{ IsActive: true }, { IsActive: false }] }],
    ['/v1/sluss-doctor/', { status: 404, body: noSuchPath }],
    ...['/v1/payments/', '/v1/invoice/', '/v1/files/', '/v1/contractinvoice/', '/v1/debtors/kivra/'].map(
      (start): [string, Reply] => [start, { status: 404, body: { Message: 'Unknown', ExternalErrorCode: null } }],
    ),
    ['/psp/invoice/payments/', { status: 404, body: undefined }],
    ['/api/v1/paymentrequests/', { status: 404, body: undefined }],
  ]);

  constructor() {
    const settings = settingsOf('test');
    this.settings = {
      ...settings,
      providers: {
        ...settings.providers,
        billecta: {
          host: 'https://billecta.example',
          creditorPublicId,
          rateLimits: { perTenSeconds: 100, perMinute: 600 },
        },
        'swedbank-pay': { host: 'https://swedbank-pay.example', origins: [], payeeId: creditorPublicId },
      },
    };
    const machine = { isActive: true, logLevel: 'ALL', logsData: false, traces: false };
    for (const provider of providers)
      for (const flow of pollableFlowsOf(provider))
        this.machines.set(`sluss-test-${flow.name}`, {
          ...machine,
          type: flow.machine === 'express' ? 'EXPRESS' : 'STANDARD',
        });
    for (const name of ['billecta-look', 'swedbank-pay-sync', 'swedbank-pay-slow', 'swish-sync'])
      this.machines.set(`sluss-test-${name}`, { ...machine, type: 'STANDARD' });
  }

  hostOf = ({ name }: { name: string }) => `https://${name}.example`;
  secretName = (what: string) => `sluss/test/${what}`;
  secret = (what: string) => Promise.resolve(this.secrets.get(what));
  callerAccount = () => Promise.resolve(this.account);
  concurrency = () => Promise.resolve(this.functionsAtOnce);
  rulesOf = (name: string) => Promise.resolve(name.endsWith('-certificate') ? this.certificateRules : this.rules);
  table = (name: string) => Promise.resolve(this.tables.get(name));
  machine = (name: string) => Promise.resolve(this.machines.get(name));
  gateway = () => Promise.resolve(this.deployed);
  queueLength = () => Promise.resolve(this.deadLetters);
  readWithCertificate: Deployment['readWithCertificate'] = async (url) =>
    (await this.ask(url)) ?? { why: this.silence };
  ask = (url: string, headers: Readonly<Record<string, string>> = {}, method = 'GET') => {
    const { pathname } = new URL(url);
    this.asked.push(`${method} ${pathname} ${headers['authorization'] ?? ''}`.trimEnd());
    const [, reply] = [...this.answers].find(([start]) => pathname.startsWith(start)) ?? [];
    return Promise.resolve(reply && { aheadSeconds: 0, ...reply });
  };

  /** Changes something of the creditor that Billecta shows. */
  changeCreditor(change: Record<string, unknown>): void {
    this.answers.set(`/v1/creditors/creditor/${creditorPublicId}`, { status: 200, body: { ...creditor, ...change } });
  }
}
