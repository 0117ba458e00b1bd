import * as z from 'zod';
import { billecta } from '../../functions/billecta/provider.ts';
import { NotTried } from './check.ts';
import type { Answer, Deployment } from './deployment.ts';
import { usableSecret } from './secrets.ts';

const text = z.string().nullish();
const flag = z.boolean().nullish();

/** What of a CreditorView the doctor looks at (billecta.md 10.2); schemas move, so only the id is demanded. */
const creditorView = z.looseObject({
  CreditorPublicId: z.string(),
  IsEnabled: flag,
  Address: text,
  ZipCode: text,
  City: text,
  NextInvoiceNumber: z.number().nullish(),
  CreditorBankInfo: z
    .looseObject({
      BankgiroNo: text,
      PaymentMethods: z
        .array(z.looseObject({ BankgiroNo: text, PlusgiroNo: text, AccountNo: text, IBAN: text, Verified: flag }))
        .nullish(),
      CreditorOutgoingBankgiroes: z
        .array(z.looseObject({ BankgiroNo: text, IsActive: flag, BankgiroApproved: flag }))
        .nullish(),
      EInvoiceFUI: text,
      EInvoiceCUI: text,
      // Gone in the schema of 2024, so never demanded.
      SwishPaymentEnabled: flag,
      AutogiroEnabled: flag,
    })
    .nullish(),
});
export type Creditor = z.infer<typeof creditorView>;
export type BankInfo = NonNullable<Creditor['CreditorBankInfo']>;

/** The environment's own creditor, as infra/environments.ts has it. */
export const creditorId = ({ settings }: Deployment): string =>
  billecta.settings.parse(settings.providers[billecta.name]).creditorPublicId;

/** One read, with the token encoded once more (billecta.md 1.3). @throws NotTried without a usable secret */
export const read = async (deployment: Deployment, path: string): Promise<Answer | undefined> => {
  const { secureToken } = await usableSecret(deployment, billecta.name, billecta.secret);
  const authorization = `SecureToken ${Buffer.from(secureToken).toString('base64')}`;
  return deployment.ask(deployment.hostOf(billecta) + path, { authorization });
};

/** The creditors that the token sees: the harmless read by which a token is tried (billecta.md 1.3, "Token check"). */
export const askForCreditors = (deployment: Deployment) => read(deployment, '/v1/creditors/creditors');

/** The creditor's products (billecta.md 10.2, "Products"). */
export const askForProducts = (deployment: Deployment) =>
  read(deployment, `/v1/products/products/${creditorId(deployment)}`);

/** Ids of the creditors that the token sees. @throws NotTried when it is not taken */
export const visibleCreditors = async (deployment: Deployment): Promise<readonly string[]> => {
  const answer = await askForCreditors(deployment);
  const list = z.array(z.looseObject({ CreditorPublicId: z.string() })).safeParse(answer?.body);
  if (answer?.status !== 200 || !list.success) throw new NotTried('billecta-token');
  return list.data.map(({ CreditorPublicId }) => CreditorPublicId.toLowerCase());
};

/** The environment's creditor with its settings (billecta.md 10.2, "Creditor"); undefined when Billecta does not show it. */
export const findCreditor = async (deployment: Deployment): Promise<Creditor | undefined> => {
  const id = creditorId(deployment);
  if (!(await visibleCreditors(deployment)).includes(id.toLowerCase())) return undefined;
  const answer = await read(deployment, `/v1/creditors/creditor/${id}`);
  return answer?.status === 200 ? creditorView.safeParse(answer.body).data : undefined;
};
