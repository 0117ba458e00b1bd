import { type Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, ProjectionType, TableEncryptionV2, type TablePropsV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { dueIndex } from '../../shared/due.ts';
import type { SlussFunction } from './sluss-function.ts';

export interface DueTableProps {
  /** Of the environment, such as `sluss-test`. */
  readonly prefix: string;
  /** Whether table and key go with the stack. */
  readonly destroy: boolean;
}

interface DueTableSettings extends DueTableProps {
  readonly name: string;
  /** What the key is for. */
  readonly description: string;
  readonly pendingWindow: Duration;
  readonly retention: Pick<
    TablePropsV2,
    'timeToLiveAttribute' | 'pointInTimeRecoverySpecification' | 'deletionProtection'
  >;
}

/** A table with a key of its own, and the sparse index by which the clock finds what is due. */
export class DueTable extends Construct {
  readonly table: TableV2;
  readonly key: Key;
  /** What reading and writing items needs of the key. */
  readonly keyActions = ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:DescribeKey'];

  constructor(scope: Construct, id: string, settings: DueTableSettings) {
    super(scope, id);
    const { prefix, destroy, name, description, pendingWindow, retention } = settings;
    const removalPolicy = destroy ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN;
    this.key = new Key(this, 'Key', {
      alias: `${prefix}-${name}`,
      description,
      enableKeyRotation: true,
      pendingWindow,
      removalPolicy,
    });
    this.table = new TableV2(this, 'Table', {
      tableName: `${prefix}-${name}`,
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      encryption: TableEncryptionV2.customerManagedKey(this.key),
      removalPolicy,
      globalSecondaryIndexes: [
        {
          indexName: dueIndex,
          partitionKey: { name: 'dueShard', type: AttributeType.STRING },
          sortKey: { name: 'dueAt', type: AttributeType.NUMBER },
          projectionType: ProjectionType.KEYS_ONLY,
        },
      ],
      ...retention,
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

  /** To ask what is due; beside `allow`, which gives the key. */
  allowDueIndex(who: SlussFunction): void {
    who.allow(['dynamodb:Query'], [`${this.table.tableArn}/index/${dueIndex}`]);
  }
}
