import { Duration, Validations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { DueTable, type DueTableProps } from './due-table.ts';

/**
 * The table whose items are gone within 24 hours: TTL, and nothing that would keep a copy: no stream, no point-in-time
 * recovery, no backup.
 */
export class PersonalTable extends DueTable {
  constructor(scope: Construct, id: string, props: DueTableProps) {
    super(scope, id, {
      ...props,
      name: 'personal',
      description: 'Encrypts the personal data that Sluss keeps for at most 24 hours',
      pendingWindow: Duration.days(7),
      retention: {
        timeToLiveAttribute: 'expiresAt',
        pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: false },
      },
    });
    Validations.of(this.table).acknowledge({
      id: 'AwsSolutions-DDB3',
      reason: 'A recovery point would keep personal data for longer than the 24 hours that the law and we allow.',
    });
  }
}
