import { connectTables } from '../../shared/adapters/dynamodb/connect.ts';
import { dynamoNotifier } from '../../shared/adapters/dynamodb/events.ts';
import { countingFailures } from '../../shared/adapters/emf/metered.ts';
import { emfMetrics } from '../../shared/adapters/emf/metrics.ts';
import { topicNotifier, topicsClient } from '../../shared/adapters/sns/topics.ts';
import { READS, readEnvironment } from '../../shared/contracts/environment.ts';
import { RaiseAlert } from '../../shared/contracts/tasks.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { keptAndTold } from '../../shared/runtime/kept-and-told.ts';
import { pipeline } from '../../shared/runtime/pipeline.ts';
import { makeRaiseAlert } from './handler.ts';

const env = readEnvironment(process.env, READS['raise-alert']);
const metrics = emfMetrics({ namespace: env.METRICS_NAMESPACE, clock: systemClock });
const notifier = keptAndTold(
  dynamoNotifier(connectTables(), env.TABLE_EVENTS),
  topicNotifier(topicsClient(), { high: env.TOPIC_HIGH }),
  (line) => console.error(line),
);

export const handler = pipeline(
  RaiseAlert,
  countingFailures(makeRaiseAlert({ clock: systemClock, notifier }), metrics),
);
