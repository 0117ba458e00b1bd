import * as z from 'zod';
import { billecta } from '../../functions/billecta/provider.ts';
import {
  failed,
  needsTrial,
  note,
  NotTried,
  passed,
  settingsFile,
  unverifiable,
  type Check,
  type Finding,
} from './check.ts';
import {
  askForCreditors,
  askForProducts,
  creditorId,
  findCreditor,
  visibleCreditors,
  type BankInfo,
  type Creditor,
} from './billecta-creditor.ts';
import { inferredPathsCheck } from './billecta-paths.ts';
import { clockCheck } from './clocks.ts';

const companySettings = 'Settings, Company settings in the portal';

/** A check of what the creditor's own settings say. */
const onCreditor = (name: string, proves: string, judge: (creditor: Creditor) => Finding): Check => ({
  name,
  proves,
  run: async (deployment) => {
    const creditor = await findCreditor(deployment);
    if (!creditor) throw new NotTried('billecta-creditor');
    return judge(creditor);
  },
});

const onBankInfo = (name: string, proves: string, judge: (info: Partial<BankInfo>) => Finding): Check =>
  onCreditor(name, proves, ({ CreditorBankInfo }) => judge(CreditorBankInfo ?? {}));

const onTrial = (name: string, proves: string, why: string): Check => ({ name, proves, run: () => needsTrial(why) });

/** What an older answer may still say of an add-on; without it only a trial shows whether it is on. */
const onFlag = (name: string, proves: string, flag: 'SwishPaymentEnabled' | 'AutogiroEnabled', trial: string): Check =>
  onBankInfo(name, proves, ({ [flag]: isOn }) => {
    if (isOn === true) return passed(`Billecta answers ${flag}: true`);
    if (isOn === false) return note(`Billecta answers ${flag}: false. Needed? Settings, Addons in the portal`);
    return needsTrial(trial);
  });

const products = z.array(z.looseObject({ IsActive: z.boolean().nullish() }));
const isGiven = (text: string | null | undefined) => Boolean(text?.trim());

/** Billecta: reachable, the token, the creditor and its settings, and what of add-ons and certificates shows (billecta.md 10.2). */
export const billectaChecks: readonly Check[] = [
  {
    name: 'billecta-reachable',
    proves: 'Billecta answers from here',
    run: async (deployment) => {
      const host = deployment.hostOf(billecta);
      const answer = await deployment.ask(`${host}/v1/common/countries`);
      if (answer && answer.status < 500) return passed(host);
      return failed(
        answer ? `${host} answers HTTP ${answer.status}` : `${host} does not answer`,
        'See status.billecta.com (the test environment is often down for a moment), the host in infra/environments.ts, and the network from here.',
      );
    },
  },
  {
    name: 'billecta-token',
    proves: 'Billecta takes the SecureToken',
    run: async (deployment) => {
      const answer = await askForCreditors(deployment);
      if (answer?.status === 200 && Array.isArray(answer.body)) return passed('GET /v1/creditors/creditors is 200');
      if (answer?.status === 401 || answer?.status === 403)
        return failed(
          `Billecta refuses the token (HTTP ${answer.status})`,
          `Test and production have different ones, and deleting its API user kills it. Put a good one in: npm run secrets -- billecta --environment ${deployment.environment}`,
        );
      return failed(
        answer ? `the answer says nothing about the token (HTTP ${answer.status})` : 'Billecta does not answer',
        'Try again in a while; if it stays, see status.billecta.com.',
      );
    },
  },
  {
    name: 'billecta-creditor',
    proves: 'the creditor of the environment exists, is enabled, and the token sees it',
    run: async (deployment) => {
      const id = creditorId(deployment);
      const visible = await visibleCreditors(deployment);
      if (!visible.includes(id.toLowerCase()))
        return failed(
          `the token does not see the creditor ${id}; it sees ${visible.length === 0 ? 'none' : visible.join(', ')}`,
          `Put the right creditorPublicId into ${settingsFile} and deploy, or create the creditor in the portal and give the API user rights on it.`,
        );
      const creditor = await findCreditor(deployment);
      if (!creditor)
        return failed(
          'Billecta lists the creditor and does not show it',
          'Give the API user the right to read its settings (portal, users).',
        );
      if (creditor.IsEnabled === false)
        return failed('the creditor is disabled', 'Ask Billecta why, and to enable it.');
      return passed(id);
    },
  },
  onCreditor('billecta-address', 'the company has an address, a postcode and a city', (creditor) => {
    const missing = (['Address', 'ZipCode', 'City'] as const).filter((field) => !isGiven(creditor[field]));
    if (missing.length === 0) return passed('complete');
    return failed(`missing: ${missing.join(', ')}`, `Fill in ${companySettings}: invoices carry it.`);
  }),
  onBankInfo(
    'billecta-invoicing-account',
    'there is a verified account that invoices are paid to',
    ({ BankgiroNo, PaymentMethods }) => {
      const methods = (PaymentMethods ?? []).filter(({ BankgiroNo, PlusgiroNo, AccountNo, IBAN }) =>
        [BankgiroNo, PlusgiroNo, AccountNo, IBAN].some(isGiven),
      );
      if (methods.some(({ Verified }) => Verified === true)) return passed('verified');
      if (methods.length === 0 && !isGiven(BankgiroNo))
        return failed(
          'there is none',
          `Add payment method under ${companySettings}: nobody can pay an invoice without.`,
        );
      return failed(
        'it is not verified',
        'Wait until Billecta has verified it (a bankgiro takes some bank days), or ask their support.',
      );
    },
  ),
  onBankInfo(
    'billecta-payments-account',
    'there is an active and approved bankgiro for payments',
    ({ CreditorOutgoingBankgiroes }) => {
      const accounts = (CreditorOutgoingBankgiroes ?? []).filter(({ BankgiroNo }) => isGiven(BankgiroNo));
      if (accounts.some(({ IsActive, BankgiroApproved }) => IsActive === true && BankgiroApproved === true))
        return passed('active and approved');
      if (accounts.length === 0) return failed('there is none', `Add bankgiro for payments under ${companySettings}.`);
      return failed(
        'it is not active or not approved',
        'Approve it as Billecta and the bank have asked you to, or ask their support.',
      );
    },
  ),
  onCreditor('billecta-next-invoice-number', 'the next invoice number is set', ({ NextInvoiceNumber }) =>
    NextInvoiceNumber
      ? passed(String(NextInvoiceNumber))
      : note(
          'it is not set, which is allowed: Configuration, Invoice settings in the portal, to go on from an older series',
        ),
  ),
  onBankInfo('billecta-e-invoice', 'the company can send e-invoices', ({ EInvoiceFUI, EInvoiceCUI }) =>
    isGiven(EInvoiceFUI) && isGiven(EInvoiceCUI)
      ? passed('EInvoiceFUI and EInvoiceCUI are set')
      : note('EInvoiceFUI or EInvoiceCUI is empty: right only if nobody sends e-invoices'),
  ),
  {
    name: 'billecta-products',
    proves: 'there is an active product to invoice',
    run: async (deployment) => {
      if (!(await findCreditor(deployment))) throw new NotTried('billecta-creditor');
      const answer = await askForProducts(deployment);
      const list = products.safeParse(answer?.body);
      if (answer?.status !== 200 || !list.success)
        return unverifiable(`Billecta does not show the products (HTTP ${answer?.status ?? 'unanswered'})`);
      const active = list.data.filter(({ IsActive }) => IsActive !== false);
      return active.length > 0
        ? passed(`${active.length} active`)
        : note('there is no active one: right only if nobody sends invoices');
    },
  },
  inferredPathsCheck,
  onTrial('billecta-bankid', 'the add-on BankID is on', 'start a login and let it expire'),
  onFlag('billecta-swish', 'the add-on Swish is on', 'SwishPaymentEnabled', 'start a Swish payment and let it expire'),
  onTrial('billecta-kivra', 'the add-on Kivra is on', 'send an invoice to a person that Kivra reaches'),
  onTrial('billecta-cards', 'the add-on for cards is on', 'start to save a card and close the window'),
  onFlag('billecta-autogiro', 'the add-on autogiro is on', 'AutogiroEnabled', 'send an approval and see it accepted'),
  onTrial(
    'billecta-bankid-certificate',
    'the BankID certificate is the right one and has not expired',
    'no read shows it. Verify under Settings, Addons in the portal; keep its last day in a calendar. The test environment wants one and does not use it',
  ),
  onTrial(
    'billecta-swish-certificate',
    'the Swish certificate is the right one and has not expired',
    'no read shows it. Keep its last day in a calendar. The test environment wants one and does not use it',
  ),
  onTrial(
    'billecta-webhooks',
    'Billecta rings at our address, with our header and for our events',
    'no read shows Settings, Addons, Webhooks of the portal: docs/setting-up-billecta.md, "Webhooks", says what to put there',
  ),
  onTrial(
    'billecta-api-user',
    'the token belongs to a user of its own, that nobody deletes by mistake',
    'no read shows whose token it is, nor when it expires. The test environment has one user alone',
  ),
  onTrial(
    'billecta-agreement',
    'the agreement with Billecta is signed and the company approved',
    'where the approval can be read is not known; the test environment needs none',
  ),
  clockCheck('billecta-clock', 'Billecta', (deployment) =>
    deployment.ask(`${deployment.hostOf(billecta)}/v1/common/countries`),
  ),
];
