import { connectTables } from '../../shared/adapters/dynamodb/connect.ts';
import { dynamoHotState } from '../../shared/adapters/dynamodb/hot-state.ts';
import { dynamoWindows } from '../../shared/adapters/dynamodb/windows.ts';
import { countingFailures, meteredWindows } from '../../shared/adapters/emf/metered.ts';
import { emfMetrics } from '../../shared/adapters/emf/metrics.ts';
import { makeRecordedVenue } from '../../shared/adapters/paper/recorded-venue.ts';
import { READS, readEnvironment } from '../../shared/contracts/environment.ts';
import { PlaceOrder } from '../../shared/contracts/tasks.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { pipeline } from '../../shared/runtime/pipeline.ts';
import { makePlaceOrder } from './handler.ts';

const env = readEnvironment(process.env, READS['place-order']);
const metrics = emfMetrics({ namespace: env.METRICS_NAMESPACE, clock: systemClock });
const tables = connectTables();
const windows = meteredWindows(dynamoWindows(tables, env.TABLE_WINDOWS), metrics);

export const handler = pipeline(
  PlaceOrder,
  countingFailures(
    makePlaceOrder({
      clock: systemClock,
      venue: makeRecordedVenue({
        clock: systemClock,
        hot: dynamoHotState(tables, env.TABLE_HOT, systemClock),
        windows,
        orderLatencyMs: env.SETTINGS.orderLatencyMs,
      }),
      windows,
      orderType: env.SETTINGS.orderType,
    }),
    metrics,
  ),
);
