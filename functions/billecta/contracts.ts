import * as z from 'zod';
import { nothing, type Creation, type Operation } from '../../shared/operation.ts';
import type { BillectaClient } from './client.ts';
import { empty } from './common.ts';
import { makeContract, readContract as read } from './contract-calls.ts';
import { answerContract, contractAnswer, type NewContract, newContract } from './contract-wire.ts';

const parameters = z.strictObject({ contractId: z.string().regex(/^[\w-]{1,40}$/) });
type Parameters = z.infer<typeof parameters>;
type Contract = z.infer<typeof contractAnswer>;

const answer = z.strictObject({ contractId: z.string() }).meta({ id: 'CreatedContract' });

export const createContract: Creation<BillectaClient, NewContract, z.infer<typeof answer>> = {
  name: 'create-contract',
  route: 'POST /v1/billecta/contracts',
  summary: 'Create a contract invoice: it bills by itself, monthly, quarterly or yearly',
  needsKey: true,
  request: newContract,
  answer,
  create: async (connect, asked, attempt) => ({ contractId: await makeContract(connect, attempt, asked) }),
};

export const getContract: Operation<BillectaClient, object, Contract, Parameters> = {
  name: 'read-contract',
  route: 'GET /v1/billecta/contracts/{contractId}',
  summary: 'Read a contract invoice: when it last billed, and when it will',
  parameters,
  request: nothing,
  answer: contractAnswer,
  call: async (client, _, { contractId }) => answerContract(await read(await client(), contractId)),
};

export const pauseContract: Operation<BillectaClient, object, Contract, Parameters> = {
  name: 'pause-contract',
  route: 'POST /v1/billecta/contracts/{contractId}/pauses',
  summary: 'Pause a contract invoice: the way to stop a donation; said twice it is done once',
  parameters,
  request: nothing,
  answer: contractAnswer,
  call: async (connect, _, { contractId }) => {
    const client = await connect();
    const before = await read(client, contractId);
    if (before.State.IsPaused) return answerContract(before);
    await client.put(
      'contracts.pause',
      `/v1/contractinvoice/pause/${encodeURIComponent(contractId)}`,
      undefined,
      empty,
    );
    return answerContract(await read(client, contractId));
  },
};

export const resumeContract: Operation<BillectaClient, object, Contract, Parameters> = {
  name: 'resume-contract',
  route: 'DELETE /v1/billecta/contracts/{contractId}/pauses',
  summary: 'Let a paused contract invoice go on',
  parameters,
  request: nothing,
  answer: contractAnswer,
  call: async (connect, _, { contractId }) => {
    const client = await connect();
    const before = await read(client, contractId);
    if (!before.State.IsPaused) return answerContract(before);
    await client.inferred('contracts.resume', { name: 'resume-contract', parameters: { contractId } }, empty);
    return answerContract(await read(client, contractId));
  },
};
