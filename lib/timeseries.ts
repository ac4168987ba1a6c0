import { Validations } from 'aws-cdk-lib';
import { CfnDatabase, CfnTable } from 'aws-cdk-lib/aws-timestream';
import { Construct } from 'constructs';

export const TIMESTREAM_DATABASE = 'quarterhour';
export const TIMESTREAM_TABLES = ['ticks', 'reference', 'books'];

/**
 * Ticks in Timestream for LiveAnalytics, for accounts that AWS still admits to it. A day in memory takes what comes
 * late; a month on disk is for looking at: what is kept for good is Parquet.
 */
export class Ticks extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const database = new CfnDatabase(this, 'Database', { databaseName: TIMESTREAM_DATABASE });
    acknowledgeClosed(database);
    Validations.of(database).acknowledge({
      id: 'AwsSolutions-TS3',
      reason: 'Public market prices: the key that Timestream brings along is enough.',
    });
    for (const tableName of TIMESTREAM_TABLES) {
      const table = new CfnTable(this, tableName, {
        databaseName: TIMESTREAM_DATABASE,
        tableName,
        retentionProperties: {
          MemoryStoreRetentionPeriodInHours: '24',
          MagneticStoreRetentionPeriodInDays: '30',
        },
      });
      table.addResourceDependency(database);
      acknowledgeClosed(table);
    }
  }
}

const acknowledgeClosed = (resource: CfnDatabase | CfnTable): void =>
  Validations.of(resource).acknowledge({
    id: 'CloudFormation-Validate::W3697',
    reason: 'Closed to new accounts since 2025-06-20: this stack is asked for by `-c timestream=true` alone.',
  });
