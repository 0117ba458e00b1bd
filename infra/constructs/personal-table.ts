import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { AttributeType, ProjectionType, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { dueIndex } from '../../shared/due.ts';
import type { SlussFunction } from './sluss-function.ts';

export interface PersonalTableProps {
  readonly prefix: string;
  readonly destroy: boolean;
}

/**
 * The table whose items are gone within 24 hours: its own key, TTL, and nothing that would keep a copy: no stream, no
 * point-in-time recovery, no backup.
 */
export class PersonalTable extends Construct {
  readonly table: TableV2;
  readonly key: Key;
  /** What reading and writing items needs of the key. */
  readonly keyActions = ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:DescribeKey'];

  constructor(scope: Construct, id: string, { prefix, destroy }: PersonalTableProps) {
    super(scope, id);
    const removalPolicy = destroy ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN;
    this.key = new Key(this, 'Key', {
      alias: `${prefix}-personal`,
      description: 'Encrypts the personal data that Sluss keeps for at most 24 hours',
      enableKeyRotation: true,
      pendingWindow: Duration.days(7),
      removalPolicy,
    });
    this.table = new TableV2(this, 'Table', {
      tableName: `${prefix}-personal`,
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      timeToLiveAttribute: 'expiresAt',
      encryption: TableEncryptionV2.customerManagedKey(this.key),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: false },
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
    Validations.of(this.table).acknowledge({
      id: 'AwsSolutions-DDB3',
      reason: 'A recovery point would keep personal data for longer than the 24 hours that the law and we allow.',
    });
  }

  /** Item actions on the table, and the key that they need. */
  allow(who: SlussFunction, ...actions: readonly string[]): void {
    who.allow(
      actions.map((action) => `dynamodb:${action}`),
      [this.table.tableArn],
    );
    who.allow(this.keyActions, [this.key.keyArn]);
  }

  allowDueIndex(who: SlussFunction): void {
    who.allow(['dynamodb:Query'], [`${this.table.tableArn}/index/${dueIndex}`]);
  }
}
