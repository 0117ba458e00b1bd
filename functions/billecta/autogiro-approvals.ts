import * as z from 'zod';
import { nothing, type Operation } from '../../shared/operation.ts';
import type { BillectaClient } from './client.ts';
import { answerAutogiro, autogiroAnswer, type DebtorView } from './debtor-answer.ts';
import { changeDebtor, readDebtor } from './debtor-calls.ts';
import { debtorParameters, type DebtorParameters } from './debtors.ts';

const answer = z
  .strictObject({ debtorId: z.string(), approval: autogiroAnswer.nullable() })
  .meta({ id: 'DebtorAutogiroApproval' });

const approvalOf = ({ DebtorPublicId, Autogiro }: DebtorView) => ({
  debtorId: DebtorPublicId,
  approval: Autogiro ? answerAutogiro(Autogiro) : null,
});

/** An approval stands on its debtor; a list of earlier ones exists, on a path that nobody knows (billecta.md 9). */
export const getAutogiroApproval: Operation<BillectaClient, object, z.infer<typeof answer>, DebtorParameters> = {
  name: 'read-autogiro-approval',
  route: 'GET /v1/billecta/debtors/{debtorId}/autogiro-approval',
  summary: "Read a debtor's autogiro approval",
  parameters: debtorParameters,
  request: nothing,
  answer,
  call: async (client, _, { debtorId }) => approvalOf(await readDebtor(await client(), debtorId)),
};

/** That the flag on the debtor ends it is inferred (billecta.md 9). */
export const endAutogiroApproval: Operation<BillectaClient, object, z.infer<typeof answer>, DebtorParameters> = {
  name: 'end-autogiro-approval',
  route: 'DELETE /v1/billecta/debtors/{debtorId}/autogiro-approval',
  summary: "End a debtor's autogiro approval: nothing more is withdrawn",
  parameters: debtorParameters,
  request: nothing,
  answer,
  call: async (connect, _, { debtorId }, alone) => {
    const client = await connect();
    const before = await readDebtor(client, debtorId);
    if (!before.Autogiro?.Active) return approvalOf(before);
    return approvalOf(await changeDebtor(client, alone, debtorId, { Autogiro: { Active: false } }));
  },
};
