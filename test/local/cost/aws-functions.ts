import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { makeLaunchWindow } from '../../../lambdas/launch-window/handler.ts';
import { localTasks } from '../../../local/tasks.ts';
import type { Timers } from '../../../local/workflow/host.ts';
import { makeWorkflow } from '../../../local/workflow/run.ts';
import { dynamoNotifier } from '../../../shared/adapters/dynamodb/events.ts';
import { dynamoHealth } from '../../../shared/adapters/dynamodb/health.ts';
import { dynamoHotState } from '../../../shared/adapters/dynamodb/hot-state.ts';
import { dynamoLedger } from '../../../shared/adapters/dynamodb/ledger.ts';
import { dynamoReferencePrices } from '../../../shared/adapters/dynamodb/reference-prices.ts';
import { dynamoTriggers } from '../../../shared/adapters/dynamodb/triggers.ts';
import { dynamoWindows } from '../../../shared/adapters/dynamodb/windows.ts';
import { meteredLedger, meteredWindows } from '../../../shared/adapters/emf/metered.ts';
import { makeRecordedVenue } from '../../../shared/adapters/paper/recorded-venue.ts';
import { type Configuration, riskParameters, signalParameters } from '../../../shared/contracts/config.ts';
import type { Series } from '../../../shared/domain/market/series.ts';
import { after, SECOND_MS } from '../../../shared/domain/units/time.ts';
import type { MarketCatalog } from '../../../shared/ports/market-catalog.ts';
import { post } from '../../../shared/ports/post.ts';
import { tradeWindow } from '../../../shared/workflow/trade-window.ts';
import { memoryExecutions } from '../workflow/memory-executions.ts';
import type { LogBytes } from './log-bytes.ts';

/** The venue resolves 20 to 90 s after the close (facts 4.6): taken as the latest. */
const RESOLVED_AFTER_MS = 90 * SECOND_MS;
/** As long as the tokens of Step Functions are. */
const TOKEN_CHARACTERS = 700;

interface Deps {
  readonly client: DynamoDBDocumentClient;
  readonly timers: Timers;
  readonly series: Series;
  readonly configuration: Configuration;
  readonly catalog: MarketCatalog;
  readonly log: LogBytes;
}

/** The functions wired as their `index.ts` do it, and the workflow that calls them, with what either is billed for. */
export async function awsFunctions({ client, timers, series, configuration, catalog, log }: Deps) {
  const metrics = log.metricsOf('functions', timers);
  const journal = dynamoLedger(client, 'ledger', 'paper');
  // A month's launches find the account open.
  await post(journal, { kind: 'opened', capital: configuration.totalCapital }, timers.now());
  const ledger = meteredLedger(journal, metrics);
  const windows = meteredWindows(dynamoWindows(client, 'windows'), metrics);
  const hot = dynamoHotState(client, 'hot', timers);
  const parameters = signalParameters(configuration, 'paper');
  const tasks = localTasks({
    clock: timers,
    catalog: {
      market: (window) => catalog.market(window),
      resolution: async (window) =>
        timers.now() < after(window.closeAt, RESOLVED_AFTER_MS) ? undefined : catalog.resolution(window),
    },
    references: dynamoReferencePrices(client, 'hot', timers),
    hot,
    triggers: dynamoTriggers(client, 'hot'),
    health: dynamoHealth(client, 'hot', timers),
    notifier: dynamoNotifier(client, 'events'),
    windows,
    ledger,
    venue: makeRecordedVenue({ clock: timers, hot, windows, orderLatencyMs: configuration.orderLatencyMs }),
    signal: parameters,
    risk: riskParameters(configuration),
    orderType: configuration.orderType,
    takerDelayMs: configuration.takerDelayMs,
  });
  const calls: string[] = [];
  let transitions = 0;
  const executions = memoryExecutions();
  let data: unknown;
  const workflow = makeWorkflow({
    definition: tradeWindow((task) => task),
    tasks: Object.fromEntries(
      Object.entries(tasks).map(([name, task]) => [
        name,
        async (input: unknown) => {
          calls.push(name);
          const output = await task(input);
          log.called(input, output);
          return output;
        },
      ]),
    ),
    timers,
    executions: {
      ...executions,
      save: (execution) => {
        data = execution.stateInput;
        return executions.save(execution);
      },
    },
    newToken: ({ execution, visit, retry }) => `${execution}/${visit}/${retry}`.padEnd(TOKEN_CHARACTERS, '.'),
    onTransition: () => {
      transitions++;
      log.moved(data);
    },
  });
  const launch = makeLaunchWindow({
    clock: timers,
    ledger,
    workflow: {
      start: async (input) =>
        (await workflow.start(input.windowId, input)) === 'started' ? 'started' : 'known',
    },
    series: [series],
    capital: configuration.totalCapital,
    parameters,
  });
  return {
    workflow,
    launch: async (at: Parameters<typeof launch>[0]['at']) => {
      calls.push('launch-window');
      await launch({ at });
    },
    /** Every state that was entered or tried again, and the start. */
    transitions: () => transitions,
    calls,
  };
}
