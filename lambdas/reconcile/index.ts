import { connectTables } from '../../shared/adapters/dynamodb/connect.ts';
import { dynamoNotifier } from '../../shared/adapters/dynamodb/events.ts';
import { dynamoHotState } from '../../shared/adapters/dynamodb/hot-state.ts';
import { dynamoLedger } from '../../shared/adapters/dynamodb/ledger.ts';
import { dynamoReferencePrices } from '../../shared/adapters/dynamodb/reference-prices.ts';
import { dynamoWindows } from '../../shared/adapters/dynamodb/windows.ts';
import { countingFailures, meteredLedger } from '../../shared/adapters/emf/metered.ts';
import { emfMetrics } from '../../shared/adapters/emf/metrics.ts';
import { makeRecordedVenue } from '../../shared/adapters/paper/recorded-venue.ts';
import { gammaCatalog } from '../../shared/adapters/polymarket/catalog.ts';
import { gammaClient } from '../../shared/adapters/polymarket/client-gamma.ts';
import { topicNotifier, topicsClient } from '../../shared/adapters/sns/topics.ts';
import { riskParameters } from '../../shared/contracts/config.ts';
import { READS, readEnvironment } from '../../shared/contracts/environment.ts';
import { Reconcile } from '../../shared/contracts/launch.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { keptAndTold } from '../../shared/runtime/kept-and-told.ts';
import { pipeline } from '../../shared/runtime/pipeline.ts';
import { makeConfirmFill } from '../confirm-fill/handler.ts';
import { makeRecordSkip } from '../record-skip/handler.ts';
import { makeSettlePosition } from '../settle-position/handler.ts';
import { makeReconcile } from './handler.ts';

const env = readEnvironment(process.env, READS.reconcile);
const metrics = emfMetrics({ namespace: env.METRICS_NAMESPACE, clock: systemClock });
const tables = connectTables();
const windows = dynamoWindows(tables, env.TABLE_WINDOWS);
const deps = {
  clock: systemClock,
  ledger: meteredLedger(dynamoLedger(tables, env.TABLE_LEDGER, env.ACCOUNT), metrics),
  windows,
  notifier: keptAndTold(
    dynamoNotifier(tables, env.TABLE_EVENTS),
    topicNotifier(topicsClient(), { warning: env.TOPIC_WARNING }),
    (line) => console.error(line),
  ),
};
const settle = makeSettlePosition({
  ...deps,
  catalog: gammaCatalog(gammaClient({ url: env.HOSTS.gamma })),
  references: dynamoReferencePrices(tables, env.TABLE_HOT, systemClock),
  parameters: riskParameters(env.SETTINGS),
});
const confirm = makeConfirmFill({
  ...deps,
  venue: makeRecordedVenue({
    clock: systemClock,
    hot: dynamoHotState(tables, env.TABLE_HOT, systemClock),
    windows,
    orderLatencyMs: env.SETTINGS.orderLatencyMs,
  }),
});

export const handler = pipeline(
  Reconcile,
  countingFailures(makeReconcile({ ...deps, settle, confirm, release: makeRecordSkip(deps) }), metrics),
);
