import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { DueTable, type DueTableProps } from './due-table.ts';

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
  }
}
