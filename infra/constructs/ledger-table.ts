import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, ProjectionType, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { dueIndex } from '../../shared/due.ts';
import type { SlussFunction } from './sluss-function.ts';

export interface LedgerTableProps {
  readonly prefix: string;
  readonly destroy: boolean;
}

/** The table of payments: durable, recoverable to any second, with its own key, and without personal data. */
export class LedgerTable extends Construct {
  readonly table: TableV2;
  readonly #key: Key;

  constructor(scope: Construct, id: string, { prefix, destroy }: LedgerTableProps) {
    super(scope, id);
    const removalPolicy = destroy ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN;
    this.#key = new Key(this, 'Key', {
      alias: `${prefix}-ledger`,
      description: 'Encrypts the ledger of payments',
      enableKeyRotation: true,
      pendingWindow: Duration.days(30),
      removalPolicy,
    });
    this.table = new TableV2(this, 'Table', {
      tableName: `${prefix}-ledger`,
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      encryption: TableEncryptionV2.customerManagedKey(this.#key),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: !destroy,
      removalPolicy,
      globalSecondaryIndexes: [
        {
          indexName: dueIndex,
          partitionKey: { name: 'dueShard', type: AttributeType.STRING },
          sortKey: { name: 'dueAt', type: AttributeType.NUMBER },
          projectionType: ProjectionType.KEYS_ONLY,
        },
      ],
    });
  }

  /** Item actions on the table, and the key that they need. */
  allow(who: SlussFunction, ...actions: readonly string[]): void {
    who.allow(
      actions.map((action) => `dynamodb:${action}`),
      [this.table.tableArn],
    );
    this.#allowKey(who);
  }

  allowDueIndex(who: SlussFunction): void {
    who.allow(['dynamodb:Query'], [`${this.table.tableArn}/index/${dueIndex}`]);
    this.#allowKey(who);
  }

  #allowKey(who: SlussFunction): void {
    who.allow(['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:DescribeKey'], [this.#key.keyArn]);
  }
}
