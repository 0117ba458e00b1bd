import * as z from 'zod';
import type { PaymentCall } from '../../shared/payment-provider.ts';
import { ProblemError } from '../../shared/problem.ts';
import { legalAddressBody } from './builders.ts';
import { approveLegalAddress } from './calls.ts';
import type { SwedbankPayClient } from './client.ts';
import { legalAddressRequest } from './consumer-requests.ts';
import {
  approvedLegalAddress,
  itemDescriptions,
  legalAddress,
  readableResources,
  showLegalAddress,
  type TransactionList,
  transactionLists,
  transactionsOf,
} from './payment-resources.ts';
import { itemDescriptionsAnswer } from './resource-answers.ts';
import type { SwedbankPay } from './swedbank-pay.ts';
import { showTransaction, transactionResource } from './transaction-resource.ts';
import { transactionAnswer, type TransactionItem } from './transaction-answers.ts';

/** A call whose request and answer fit its schemas. */
const describe = <Request, Answer>({
  call,
  ...described
}: Omit<PaymentCall<SwedbankPay>, 'call'> & {
  readonly request: z.ZodType<Request>;
  readonly answer: z.ZodType<Answer>;
  readonly call: (client: SwedbankPayClient, handle: string, request: Request) => Promise<Answer>;
}): PaymentCall<SwedbankPay> => ({
  ...described,
  call: ({ client }, handle, request) => call(client, handle, described.request.parse(request)),
});

type Rel = keyof typeof readableResources;
const isRel = (name: string): name is Rel => name in readableResources;
const rels = Object.keys(readableResources).filter(isRel);

const resourceAnswer = () => {
  const [first, ...others] = rels.map((rel) =>
    z.strictObject({ rel: z.literal(rel), content: readableResources[rel].content }),
  );
  if (!first) throw new Error('there is no resource');
  return z.discriminatedUnion('rel', [first, ...others]).meta({ id: 'SwedbankPayResource' });
};

const number = z
  .string()
  .regex(/^\d{1,15}$/, 'must be the number of a transaction')
  .meta({ description: 'Of a transaction, as the payment shows it' });

const findTransaction = async (
  client: SwedbankPayClient,
  handle: string,
  rel: TransactionList,
  wanted: string,
): Promise<TransactionItem> => {
  const listed = await transactionsOf(client, await client.get(handle), rel);
  const found = listed.find(({ transaction }) => transaction.number === Number(wanted));
  if (!found) throw new ProblemError('not-found', { detail: `There is no such number among the ${rel}.` });
  return found;
};

const path = '/v1/swedbank-pay/payments/{paymentId}';

/** Swedbank Pay's other resources, read each time and kept nowhere; and the payer's registered address. */
export const paymentCalls: readonly PaymentCall<SwedbankPay>[] = [
  describe({
    name: 'read-resource',
    route: `GET ${path}/resources/{rel}`,
    summary: 'Read what Swedbank Pay says of a payment',
    request: z.strictObject({ rel: z.enum(rels) }),
    answer: resourceAnswer(),
    call: async (client, handle, { rel }) => ({
      rel,
      content: await readableResources[rel].read(client, await client.get(handle), rel),
    }),
  }),
  describe({
    name: 'read-transaction',
    route: `GET ${path}/resources/{rel}/{number}`,
    summary: 'Read what Swedbank Pay says of one transaction: if it failed, why',
    request: z.strictObject({ rel: z.enum(transactionLists), number }),
    answer: transactionResource,
    call: async (client, handle, { rel, number: wanted }) => {
      const { transaction: listed } = await findTransaction(client, handle, rel, wanted);
      const one = await client.read(`invoice-payment.${rel}`, listed.href, transactionAnswer);
      // A list's entry may carry it beside the transaction, which is read here without it.
      const receiptReference = one.transaction.receiptReference ?? listed.receiptReference;
      return showTransaction({ ...one, transaction: { ...one.transaction, receiptReference } });
    },
  }),
  describe({
    name: 'read-item-descriptions',
    route: `GET ${path}/resources/captures/{number}/item-descriptions`,
    summary: "Read the lines of a capture's invoice",
    request: z.strictObject({ number }),
    answer: itemDescriptions,
    call: async (client, handle, { number: wanted }) => {
      const { itemDescriptionsHref: href } = await findTransaction(client, handle, 'captures', wanted);
      if (href === undefined) return { items: [], vatSummary: [] };
      return client.read('invoice-payment.item-descriptions', href, itemDescriptionsAnswer);
    },
  }),
  describe({
    name: 'read-legal-address',
    route: `GET ${path}/legal-addresses`,
    summary: "Read the payer's registered address, once it was asked for",
    request: z.strictObject({}),
    answer: legalAddress,
    call: async (client, handle) =>
      approvedLegalAddress.read(client, await client.get(handle), 'approved-legal-address'),
  }),
  describe({
    name: 'approve-legal-address',
    route: `POST ${path}/legal-addresses`,
    summary: "Ask for the payer's registered address, for a direct authorization",
    request: legalAddressRequest,
    answer: legalAddress,
    call: async (client, handle, request) =>
      showLegalAddress(await client.operate(await client.get(handle), approveLegalAddress, legalAddressBody(request))),
  }),
];
