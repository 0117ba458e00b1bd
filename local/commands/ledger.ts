import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { settingsOf, type EnvironmentName } from '../../infra/environments.ts';
import { storedPayment, type StoredPayment } from '../../shared/payment-item.ts';
import { PaymentStore } from '../../shared/payment-store.ts';
import type { SyncInput } from '../../shared/sync.ts';
import { seconds, type Table } from '../../shared/table.ts';
import { localAccess } from '../aws/access.ts';
import { readStackFacts, startedStackFile } from '../stack-facts.ts';

/** An environment's ledger, and who looks at its payments: reached as its secrets are. */
export const ledgerOf = (environment: EnvironmentName) => {
  const { account, region } = settingsOf(environment);
  const access = environment === 'local' ? localAccess(readStackFacts(startedStackFile).awsEndpoint ?? '') : { region };
  const table: Table = {
    dynamo: DynamoDBDocumentClient.from(new DynamoDBClient(access)),
    name: `sluss-${environment}-ledger`,
    now: Date.now,
  };
  const sfn = new SFNClient(access);
  return {
    table,
    startSync: async ({ provider, paymentId }: StoredPayment): Promise<void> => {
      await sfn.send(
        new StartExecutionCommand({
          stateMachineArn: `arn:aws:states:${region}:${account}:stateMachine:sluss-${environment}-${provider}-sync`,
          name: `${paymentId}-by-hand-${seconds(table.now())}`,
          input: JSON.stringify({ paymentId, watching: false } satisfies SyncInput),
        }),
      );
    },
  };
};

/**
 * Takes a payment up again: it is due from now on, and somebody looks at once.
 * @returns undefined for an unknown one
 */
export const redrive = async (
  paymentId: string,
  { table, startSync }: ReturnType<typeof ledgerOf>,
): Promise<StoredPayment | undefined> => {
  const payment = await new PaymentStore(table).redrive(paymentId);
  if (payment) await startSync(payment);
  return payment;
};

/** All merchants' payments that are meant, the oldest first. Scans the ledger, which is good enough for one person's question. */
export const paymentsWhere = async (
  isMeant: (payment: StoredPayment) => boolean,
  { dynamo, name }: Table,
): Promise<StoredPayment[]> => {
  const found: StoredPayment[] = [];
  let start: Record<string, unknown> | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await dynamo.send(
      new ScanCommand({ TableName: name, ...(start ? { ExclusiveStartKey: start } : {}) }),
    );
    const payments = Items.filter(({ pk }) => String(pk).startsWith('payment#')).map((item) =>
      storedPayment.parse(item),
    );
    found.push(...payments.filter(isMeant));
    start = LastEvaluatedKey;
  } while (start);
  return found.sort((one, other) => one.createdAt - other.createdAt);
};
