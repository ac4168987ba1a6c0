import { connectTables } from '../../shared/adapters/dynamodb/connect.ts';
import { dynamoNotifier } from '../../shared/adapters/dynamodb/events.ts';
import { countingFailures } from '../../shared/adapters/emf/metered.ts';
import { emfMetrics } from '../../shared/adapters/emf/metrics.ts';
import { topicNotifier, topicsClient } from '../../shared/adapters/sns/topics.ts';
import { READS, readEnvironment } from '../../shared/contracts/environment.ts';
import { RaiseAlert } from '../../shared/contracts/tasks.ts';
import type { Notifier } from '../../shared/ports/notifier.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { pipeline } from '../../shared/runtime/pipeline.ts';
import { makeRaiseAlert } from './handler.ts';

const env = readEnvironment(process.env, READS['raise-alert']);
const metrics = emfMetrics({ namespace: env.METRICS_NAMESPACE, clock: systemClock });
const events = dynamoNotifier(connectTables(), env.TABLE_EVENTS);
const topic = topicNotifier(topicsClient(), { high: env.TOPIC_HIGH });
/** To tell is all that this task is for: a topic that takes no message fails it, and the workflow tries again. */
const notifier: Notifier = {
  async notify(alert) {
    await events.notify(alert);
    await topic.notify(alert);
  },
};

export const handler = pipeline(
  RaiseAlert,
  countingFailures(makeRaiseAlert({ clock: systemClock, notifier }), metrics),
);
