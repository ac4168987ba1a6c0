import { connectTables } from '../../shared/adapters/dynamodb/connect.ts';
import { dynamoNotifier } from '../../shared/adapters/dynamodb/events.ts';
import { dynamoLedger } from '../../shared/adapters/dynamodb/ledger.ts';
import { dynamoReferencePrices } from '../../shared/adapters/dynamodb/reference-prices.ts';
import { dynamoWindows } from '../../shared/adapters/dynamodb/windows.ts';
import { countingFailures, meteredLedger } from '../../shared/adapters/emf/metered.ts';
import { emfMetrics } from '../../shared/adapters/emf/metrics.ts';
import { gammaCatalog } from '../../shared/adapters/polymarket/catalog.ts';
import { gammaClient } from '../../shared/adapters/polymarket/client-gamma.ts';
import { topicNotifier, topicsClient } from '../../shared/adapters/sns/topics.ts';
import { riskParameters } from '../../shared/contracts/config.ts';
import { READS, readEnvironment } from '../../shared/contracts/environment.ts';
import { SettlePosition } from '../../shared/contracts/tasks.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { keptAndTold } from '../../shared/runtime/kept-and-told.ts';
import { pipeline } from '../../shared/runtime/pipeline.ts';
import { makeSettlePosition } from './handler.ts';

const env = readEnvironment(process.env, READS['settle-position']);
const metrics = emfMetrics({ namespace: env.METRICS_NAMESPACE, clock: systemClock });
const tables = connectTables();
const notifier = keptAndTold(
  dynamoNotifier(tables, env.TABLE_EVENTS),
  topicNotifier(topicsClient(), { warning: env.TOPIC_WARNING }),
  (line) => console.error(line),
);

export const handler = pipeline(
  SettlePosition,
  countingFailures(
    makeSettlePosition({
      clock: systemClock,
      catalog: gammaCatalog(gammaClient({ url: env.HOSTS.gamma })),
      references: dynamoReferencePrices(tables, env.TABLE_HOT, systemClock),
      ledger: meteredLedger(dynamoLedger(tables, env.TABLE_LEDGER, env.ACCOUNT), metrics),
      windows: dynamoWindows(tables, env.TABLE_WINDOWS),
      notifier,
      parameters: riskParameters(env.SETTINGS),
    }),
    metrics,
  ),
);
