import { connectTables } from '../../shared/adapters/dynamodb/connect.ts';
import { dynamoLedger } from '../../shared/adapters/dynamodb/ledger.ts';
import { dynamoWindows } from '../../shared/adapters/dynamodb/windows.ts';
import { countingFailures, meteredLedger } from '../../shared/adapters/emf/metered.ts';
import { emfMetrics } from '../../shared/adapters/emf/metrics.ts';
import { READS, readEnvironment } from '../../shared/contracts/environment.ts';
import { RecordSkip } from '../../shared/contracts/tasks.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { pipeline } from '../../shared/runtime/pipeline.ts';
import { makeRecordSkip } from './handler.ts';

const env = readEnvironment(process.env, READS['record-skip']);
const metrics = emfMetrics({ namespace: env.METRICS_NAMESPACE, clock: systemClock });
const tables = connectTables();

export const handler = pipeline(
  RecordSkip,
  countingFailures(
    makeRecordSkip({
      clock: systemClock,
      ledger: meteredLedger(dynamoLedger(tables, env.TABLE_LEDGER, env.ACCOUNT), metrics),
      windows: dynamoWindows(tables, env.TABLE_WINDOWS),
    }),
    metrics,
  ),
);
