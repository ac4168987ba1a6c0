import { connectTables } from '../../shared/adapters/dynamodb/connect.ts';
import { dynamoLedger } from '../../shared/adapters/dynamodb/ledger.ts';
import { dynamoWindows } from '../../shared/adapters/dynamodb/windows.ts';
import { emfMetrics } from '../../shared/adapters/emf/metrics.ts';
import { topicNotifier, topicsClient } from '../../shared/adapters/sns/topics.ts';
import { READS, readEnvironment } from '../../shared/contracts/environment.ts';
import { EdgeReview } from '../../shared/contracts/watch.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { pipeline } from '../../shared/runtime/pipeline.ts';
import { makeEdgeReview } from './handler.ts';

const env = readEnvironment(process.env, READS['edge-review']);
const tables = connectTables();

export const handler = pipeline(
  EdgeReview,
  makeEdgeReview({
    clock: systemClock,
    ledger: dynamoLedger(tables, env.TABLE_LEDGER, env.ACCOUNT),
    windows: dynamoWindows(tables, env.TABLE_WINDOWS),
    notifier: topicNotifier(topicsClient(), { critical: env.TOPIC_CRITICAL }),
    metrics: emfMetrics({ namespace: env.METRICS_NAMESPACE, clock: systemClock }),
  }),
);
