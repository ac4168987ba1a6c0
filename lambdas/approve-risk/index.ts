import { connectTables } from '../../shared/adapters/dynamodb/connect.ts';
import { dynamoHealth } from '../../shared/adapters/dynamodb/health.ts';
import { dynamoLedger } from '../../shared/adapters/dynamodb/ledger.ts';
import { dynamoWindows } from '../../shared/adapters/dynamodb/windows.ts';
import { countingFailures, meteredLedger } from '../../shared/adapters/emf/metered.ts';
import { emfMetrics } from '../../shared/adapters/emf/metrics.ts';
import { riskParameters } from '../../shared/contracts/config.ts';
import { READS, readEnvironment } from '../../shared/contracts/environment.ts';
import { ApproveRisk } from '../../shared/contracts/tasks.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { pipeline } from '../../shared/runtime/pipeline.ts';
import { makeApproveRisk } from './handler.ts';

const env = readEnvironment(process.env, READS['approve-risk']);
const metrics = emfMetrics({ namespace: env.METRICS_NAMESPACE, clock: systemClock });
const tables = connectTables();

export const handler = pipeline(
  ApproveRisk,
  countingFailures(
    makeApproveRisk({
      clock: systemClock,
      ledger: meteredLedger(dynamoLedger(tables, env.TABLE_LEDGER, env.ACCOUNT), metrics),
      windows: dynamoWindows(tables, env.TABLE_WINDOWS),
      health: dynamoHealth(tables, env.TABLE_HOT, systemClock),
      parameters: riskParameters(env.SETTINGS),
    }),
    metrics,
  ),
);
