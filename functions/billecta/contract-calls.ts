import type { Attempt } from '../../shared/operation.ts';
import { ProviderContractBroken } from '../../shared/provider-error.ts';
import { actionOf, actionRows, contractRows } from './action-rows.ts';
import type { BillectaClient } from './client.ts';
import { type Connect, created, externalReference } from './common.ts';
import { contractRead, contractView, type ContractView, type NewContract } from './contract-wire.ts';

export const readContract = (client: BillectaClient, contractId: string): Promise<ContractView> =>
  client.get('contracts.read', `/v1/contractinvoice/action/${encodeURIComponent(contractId)}`, contractRead);

/**
 * The ids of all invoices that a contract has made (billecta.md 6.7).
 * @throws ProviderContractBroken where the answer has no list
 */
export const generatedInvoices = async (client: BillectaClient, contractId: string): Promise<readonly string[]> => {
  const operation = 'contracts.invoices';
  const rows = await client.inferred(operation, { name: 'generated-invoices', parameters: { contractId } }, actionRows);
  if (!rows) throw new ProviderContractBroken(`${operation}: no list`);
  return rows.map(({ ActionPublicId }) => ActionPublicId);
};

/** Makes a contract once; it is found again by our part of its ExternalReference. */
export const makeContract = async (
  connect: Connect,
  { reference, once, watch }: Attempt,
  asked: NewContract,
): Promise<string> => {
  const stored = externalReference(asked.merchantReference, reference);
  const contractId = await once('contractId', {
    find: async () => {
      const client = await connect();
      const search = {
        CreditorPublicId: client.creditorPublicId,
        DebtorPublicIds: [asked.debtorId],
        Types: ['ContractInvoiceAction'],
        Status: ['All'],
      };
      const rows = await client.post('contracts.search', '/v1/search/actions', search, contractRows);
      return actionOf(rows, async (id) => (await readContract(client, id)).ExternalReference, stored);
    },
    make: async () => {
      const client = await connect();
      const view = contractView(client.creditorPublicId, asked, reference);
      return (await client.post('contracts.create', '/v1/contractinvoice/action', view, created)).PublicId;
    },
  });
  await watch({ kind: 'contract', id: contractId }, asked.merchantReference);
  if (asked.autogiro) await watch({ kind: 'autogiro-approval', id: asked.debtorId });
  return contractId;
};
