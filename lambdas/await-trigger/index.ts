import { connectTables } from '../../shared/adapters/dynamodb/connect.ts';
import { dynamoTriggers } from '../../shared/adapters/dynamodb/triggers.ts';
import { countingFailures } from '../../shared/adapters/emf/metered.ts';
import { emfMetrics } from '../../shared/adapters/emf/metrics.ts';
import { READS, readEnvironment } from '../../shared/contracts/environment.ts';
import { AwaitTrigger } from '../../shared/contracts/tasks.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { pipeline } from '../../shared/runtime/pipeline.ts';
import { makeAwaitTrigger } from './handler.ts';

const env = readEnvironment(process.env, READS['await-trigger']);
const metrics = emfMetrics({ namespace: env.METRICS_NAMESPACE, clock: systemClock });

export const handler = pipeline(
  AwaitTrigger,
  countingFailures(makeAwaitTrigger({ triggers: dynamoTriggers(connectTables(), env.TABLE_HOT) }), metrics),
);
