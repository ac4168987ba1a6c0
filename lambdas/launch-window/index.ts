import { connectTables } from '../../shared/adapters/dynamodb/connect.ts';
import { dynamoLedger } from '../../shared/adapters/dynamodb/ledger.ts';
import { countingFailures, meteredLedger } from '../../shared/adapters/emf/metered.ts';
import { emfMetrics } from '../../shared/adapters/emf/metrics.ts';
import { sfnClient, startWindow } from '../../shared/adapters/sfn/workflow.ts';
import { signalParameters } from '../../shared/contracts/config.ts';
import { READS, readEnvironment } from '../../shared/contracts/environment.ts';
import { LaunchWindow } from '../../shared/contracts/launch.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { pipeline } from '../../shared/runtime/pipeline.ts';
import { makeLaunchWindow } from './handler.ts';

const env = readEnvironment(process.env, READS['launch-window']);
const metrics = emfMetrics({ namespace: env.METRICS_NAMESPACE, clock: systemClock });

export const handler = pipeline(
  LaunchWindow,
  countingFailures(
    makeLaunchWindow({
      clock: systemClock,
      ledger: meteredLedger(dynamoLedger(connectTables(), env.TABLE_LEDGER, env.ACCOUNT), metrics),
      workflow: { start: startWindow(sfnClient(), env.STATE_MACHINE_ARN) },
      series: env.SERIES,
      capital: env.SETTINGS.totalCapital,
      parameters: signalParameters(env.SETTINGS, 'paper'),
    }),
    metrics,
  ),
);
