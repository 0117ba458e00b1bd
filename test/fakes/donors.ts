import { autogiroDonor } from '../../functions/billecta/autogiro-donor.ts';
import { ProviderRejected } from '../../shared/provider-error.ts';
import { questionEndpoints } from '../../shared/question-endpoint.ts';
import { clientTokenOf } from '../../shared/client-token.ts';
import { callersOf } from '../../shared/callers.ts';
import { httpApi } from '../../shared/http.ts';
import { answerRoute } from '../../shared/question.ts';
import { call, type Answer } from './aws.ts';
import { qr, type SentRequest } from './provider.ts';
import { macKey, World } from './world.ts';

export const vera = '198001139297';
const productId = '00000000-0000-4000-8000-0000000000aa';

/** The least that a donor is asked for. */
export const donation = {
  personalNumber: vera,
  bank: 'SEB',
  amount: 15_000,
  interval: 'monthly',
  dayOfMonth: 27,
  product: { productId, description: 'Rent vatten' },
};

/** BankAccountView (billecta.md 3). */
export const bankAccount = (AccountNo: string, AutogiroCompatible = 'Approved', more: object = {}) => ({
  ClearingNo: '5000',
  AccountNo,
  Iban: null,
  Name: 'Privatkonto',
  Type: 'Lönekonto',
  HolderName: 'Vera Exempel',
  AutogiroCompatible,
  Balance: { CurrencyCode: 'SEK', Value: 123_456, ValueForView: 1234.56 },
  ...more,
});

type View = Record<string, unknown>;

/** What is thrown before a call has its effect, or after it. */
interface Fate {
  readonly before?: Error;
  readonly after?: Error;
}

/** Billecta as far as a donor needs it: what is made stays, and a call may fail before or after it has its effect. */
export class DonorsBillecta {
  lookup: View = { Status: 'Waiting', QR: qr(), SSN: null, AccountNumbers: null };
  accounts: readonly View[] = [bankAccount('0000018'), bankAccount('0000026', 'Unapproved')];
  readonly debtors: View[] = [];
  readonly contracts: View[] = [];
  /** What befalls a call. */
  fate: (operation: string) => Fate | Promise<Fate> = () => ({});

  /** The person has identified themselves at the bank. */
  identify(SSN: string | null = vera): void {
    this.lookup = { Status: 'Success', QR: null, SSN, AccountNumbers: this.accounts };
  }

  readonly answer = async (request: SentRequest): Promise<unknown> => {
    const { before, after } = await this.fate(request.operation);
    if (before) throw before;
    const answer = this.#answer(request);
    if (after) throw after;
    return answer;
  };

  #answer({ operation, url, body }: SentRequest): unknown {
    const view = (body ?? {}) as View;
    const last = url.pathname.split('/').at(-1) ?? '';
    switch (operation) {
      case 'creditors.read':
        return { Name: 'Exempelhjälpen', OrgNo: '555555-5555', CreditorBankInfo: { BankgiroNo: '5555-5551' } };
      case 'bank-accounts.start':
        return { PublicId: 'lookup-1' };
      case 'bank-accounts.poll':
        return this.lookup;
      case 'debtors.by-number':
        return this.debtors.filter(({ OrgNo }) => OrgNo === url.searchParams.get('orgno'));
      case 'debtors.by-external-id': {
        const found = this.debtors.filter(({ DebtorExternalId: id }) => id === url.searchParams.get('externalid'));
        if (found.length !== 1) throw new ProviderRejected(found.length === 0 ? 404 : 400);
        return found[0];
      }
      case 'debtors.read':
        return this.debtor(last);
      case 'debtors.create':
        return { PublicId: this.add(view) };
      case 'debtors.update':
        Object.assign(this.debtor(String(view['DebtorPublicId'])), view);
        return undefined;
      case 'contracts.search':
        return {
          InvoiceActions: [],
          ContractInvoiceActions: this.contracts
            .filter(({ DebtorPublicId }) => (view['DebtorPublicIds'] as unknown[]).includes(DebtorPublicId))
            .map(({ ActionPublicId }) => ({ ActionPublicId })),
        };
      case 'contracts.read':
        return this.contracts.find(({ ActionPublicId }) => ActionPublicId === last);
      case 'contracts.create': {
        const ActionPublicId = String(2_000_000_001 + this.contracts.length);
        this.contracts.push({ ...view, ActionPublicId, State: { IsPaused: false } });
        return { PublicId: ActionPublicId };
      }
      default:
        throw new Error(`the test has no answer to ${operation}`);
    }
  }

  debtor(id: string): View {
    const found = this.debtors.find(({ DebtorPublicId }) => DebtorPublicId === id);
    if (!found) throw new ProviderRejected(404);
    return found;
  }

  /** Puts a debtor there. */
  add(view: View): string {
    const number = String(this.debtors.length + 1).padStart(12, '0');
    const DebtorPublicId = `00000000-0000-4000-8000-${number}`;
    // Through JSON, as on the wire: what is undefined is not there.
    this.debtors.push(JSON.parse(JSON.stringify({ Name: null, OrgNo: null, ...view, DebtorPublicId })) as View);
    return DebtorPublicId;
  }
}

/** A donor at the machinery as it is deployed, with the endpoint that takes the answer. */
export class Donors extends World {
  readonly billecta = new DonorsBillecta();
  readonly #api = httpApi(
    questionEndpoints(autogiroDonor, {
      ...this.dependencies,
      callers: callersOf({ get: () => Promise.resolve({ keys: [] }) }, () => Promise.resolve(macKey)),
    }),
  );

  constructor() {
    super();
    this.provider.answer = this.billecta.answer;
  }

  /** Starts a flow; what is asked for goes through the schema of production. */
  async give(more: object = {}, idempotencyKey = 'gift-7'): Promise<string> {
    const body = autogiroDonor.request.parse({ ...donation, ...more });
    return (await this.start({ body, idempotencyKey, merchantReference: 'spring' }, autogiroDonor)).flowId;
  }

  /** A donor who is asked to confirm. */
  async asked(more: object = {}): Promise<string> {
    const flowId = await this.give(more);
    this.billecta.identify();
    await this.poll(flowId);
    return flowId;
  }

  confirm(flowId: string, body: object = { accountId: '1', confirms: true }): Promise<Answer> {
    return call(this.#api, answerRoute(autogiroDonor.route, { name: 'account' }), {
      key: clientTokenOf(macKey, flowId),
      parameters: { flowId },
      body,
    });
  }
}
