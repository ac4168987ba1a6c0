import { connectTables } from '../../shared/adapters/dynamodb/connect.ts';
import { dynamoHotState } from '../../shared/adapters/dynamodb/hot-state.ts';
import { dynamoLedger } from '../../shared/adapters/dynamodb/ledger.ts';
import { dynamoWindows } from '../../shared/adapters/dynamodb/windows.ts';
import { countingFailures, meteredLedger, meteredWindows } from '../../shared/adapters/emf/metered.ts';
import { emfMetrics } from '../../shared/adapters/emf/metrics.ts';
import { makeRecordedVenue } from '../../shared/adapters/paper/recorded-venue.ts';
import { READS, readEnvironment } from '../../shared/contracts/environment.ts';
import { ConfirmFill } from '../../shared/contracts/tasks.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { pipeline } from '../../shared/runtime/pipeline.ts';
import { makeConfirmFill } from './handler.ts';

const env = readEnvironment(process.env, READS['confirm-fill']);
const metrics = emfMetrics({ namespace: env.METRICS_NAMESPACE, clock: systemClock });
const tables = connectTables();
const windows = meteredWindows(dynamoWindows(tables, env.TABLE_WINDOWS), metrics);

export const handler = pipeline(
  ConfirmFill,
  countingFailures(
    makeConfirmFill({
      clock: systemClock,
      ledger: meteredLedger(dynamoLedger(tables, env.TABLE_LEDGER, env.ACCOUNT), metrics),
      venue: makeRecordedVenue({
        clock: systemClock,
        hot: dynamoHotState(tables, env.TABLE_HOT, systemClock),
        windows,
        orderLatencyMs: env.SETTINGS.orderLatencyMs,
      }),
      windows,
    }),
    metrics,
  ),
);
