import { connectTables } from '../../shared/adapters/dynamodb/connect.ts';
import { dynamoHotState } from '../../shared/adapters/dynamodb/hot-state.ts';
import { dynamoWindows } from '../../shared/adapters/dynamodb/windows.ts';
import { countingFailures, meteredWindows } from '../../shared/adapters/emf/metered.ts';
import { emfMetrics } from '../../shared/adapters/emf/metrics.ts';
import { signalParameters } from '../../shared/contracts/config.ts';
import { READS, readEnvironment } from '../../shared/contracts/environment.ts';
import { EvaluateSignal } from '../../shared/contracts/tasks.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { pipeline } from '../../shared/runtime/pipeline.ts';
import { makeEvaluateSignal } from './handler.ts';

const env = readEnvironment(process.env, READS['evaluate-signal']);
const metrics = emfMetrics({ namespace: env.METRICS_NAMESPACE, clock: systemClock });
const tables = connectTables();

export const handler = pipeline(
  EvaluateSignal,
  countingFailures(
    makeEvaluateSignal({
      clock: systemClock,
      hot: dynamoHotState(tables, env.TABLE_HOT, systemClock),
      windows: meteredWindows(dynamoWindows(tables, env.TABLE_WINDOWS), metrics),
      parameters: signalParameters(env.SETTINGS, 'paper'),
    }),
    metrics,
  ),
);
