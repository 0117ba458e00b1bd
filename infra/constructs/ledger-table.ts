import { Duration } from 'aws-cdk-lib';
import { AttributeType, ProjectionType } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { merchantIndex, referenceIndex } from '../../shared/payment-index.ts';
import { DueTable, type DueTableProps } from './due-table.ts';
import type { SlussFunction } from './sluss-function.ts';

const listIndexes = [merchantIndex, referenceIndex];

/** The table of payments: durable, recoverable to any second, and without personal data. */
export class LedgerTable extends DueTable {
  constructor(scope: Construct, id: string, props: DueTableProps) {
    super(scope, id, {
      ...props,
      name: 'ledger',
      description: 'Encrypts the ledger of payments',
      pendingWindow: Duration.days(30),
      retention: {
        pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
        deletionProtection: !props.destroy,
      },
    });
    for (const { name, partitionKey } of listIndexes)
      this.table.addGlobalSecondaryIndex({
        indexName: name,
        partitionKey: { name: partitionKey, type: AttributeType.STRING },
        sortKey: { name: 'createdAt', type: AttributeType.NUMBER },
        projectionType: ProjectionType.KEYS_ONLY,
      });
  }

  /** To list payments; beside `allow`, which gives the key. */
  allowLists(who: SlussFunction): void {
    who.allow(
      ['dynamodb:Query'],
      listIndexes.map(({ name }) => `${this.table.tableArn}/index/${name}`),
    );
  }
}
