import { connectTables } from '../../shared/adapters/dynamodb/connect.ts';
import { dynamoWindows } from '../../shared/adapters/dynamodb/windows.ts';
import { countingFailures } from '../../shared/adapters/emf/metered.ts';
import { emfMetrics } from '../../shared/adapters/emf/metrics.ts';
import { gammaCatalog } from '../../shared/adapters/polymarket/catalog.ts';
import { gammaClient } from '../../shared/adapters/polymarket/client-gamma.ts';
import { READS, readEnvironment } from '../../shared/contracts/environment.ts';
import { OpenWindow } from '../../shared/contracts/tasks.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { pipeline } from '../../shared/runtime/pipeline.ts';
import { makeOpenWindow } from './handler.ts';

const env = readEnvironment(process.env, READS['open-window']);
const metrics = emfMetrics({ namespace: env.METRICS_NAMESPACE, clock: systemClock });

export const handler = pipeline(
  OpenWindow,
  countingFailures(
    makeOpenWindow({
      clock: systemClock,
      catalog: gammaCatalog(gammaClient({ url: env.HOSTS.gamma })),
      windows: dynamoWindows(connectTables(), env.TABLE_WINDOWS),
      takerDelayMs: env.SETTINGS.takerDelayMs,
    }),
    metrics,
  ),
);
