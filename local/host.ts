import { Collector, type Refusal } from '../fargate/collector/collect.ts';
import { dynamoNotifier } from '../shared/adapters/dynamodb/events.ts';
import { dynamoLedger } from '../shared/adapters/dynamodb/ledger.ts';
import { EXECUTIONS_TABLE, TABLES } from '../shared/adapters/dynamodb/tables.ts';
import { dynamoWindows } from '../shared/adapters/dynamodb/windows.ts';
import { makePaperVenue } from '../shared/adapters/paper/venue.ts';
import {
  type Configuration,
  type Mode,
  riskParameters,
  signalParameters,
} from '../shared/contracts/config.ts';
import { isFinal } from '../shared/domain/execution/order.ts';
import type { MarketEvent } from '../shared/domain/market/event.ts';
import { executionInput } from '../shared/domain/market/execution-input.ts';
import { type Window, windowId } from '../shared/domain/market/window.ts';
import type { RecordOf } from '../shared/domain/record.ts';
import { entryWindow } from '../shared/domain/signal/evaluate.ts';
import { invariant } from '../shared/domain/units/invariant.ts';
import { after, type EpochMs, epochMs, MINUTE_MS, toIso } from '../shared/domain/units/time.ts';
import type { Health } from '../shared/ports/health.ts';
import type { Ledger } from '../shared/ports/ledger.ts';
import type { MarketCatalog } from '../shared/ports/market-catalog.ts';
import type { Notifier } from '../shared/ports/notifier.ts';
import { post } from '../shared/ports/post.ts';
import type { Ticks } from '../shared/ports/ticks.ts';
import type { Windows } from '../shared/ports/windows.ts';
import { tradeWindow } from '../shared/workflow/trade-window.ts';
import { anchoredLedger } from './store/anchor.ts';
import type { Store } from './store/embedded.ts';
import { dynamoExecutions } from './store/executions.ts';
import { localReconcile, localTasks, type TaskDeps } from './tasks.ts';
import type { Timers } from './workflow/host.ts';
import { makeWorkflow } from './workflow/run.ts';

/** The account of a store; each store has one. */
const ACCOUNT = 'paper';
/** The venue resolves within a minute and a half as a rule (facts 4.6). */
const RESOLVED_BY_MS = 5 * MINUTE_MS;
const RECONCILE_EVERY_MS = 15 * MINUTE_MS;
const RECONCILE_OFFSET_MS = 7 * MINUTE_MS;
/** A book's depth that an order may be walked through. */
const DEPTH_LEVELS = 100;

export interface HostDeps {
  readonly store: Store;
  readonly configuration: Configuration;
  readonly mode: Mode;
  readonly timers: Timers;
  readonly health: Health;
  /** A well-formed event that was not taken, and why. */
  readonly refused: (reason: Refusal) => void;
  readonly ticks?: Ticks | undefined;
  /** The venue's listing, for windows that this process did not watch; a replay has what its tape tells. */
  readonly listing?: MarketCatalog | undefined;
  /** Where alerts go beside the log of events. */
  readonly notifier?: Notifier | undefined;
}

/** The records that a host leaves behind. */
export const recordsOf = ({ client, anchor }: Store): { windows: Windows; ledger: Ledger } => ({
  windows: dynamoWindows(client, TABLES.windows.suffix),
  ledger: anchoredLedger(dynamoLedger(client, TABLES.ledger.suffix, ACCOUNT), anchor),
});

/** The whole system in this process: collector, workflow and paper venue on the embedded store. */
export function makeHost({ store, configuration, mode, timers, health, refused, ticks, ...rest }: HostDeps) {
  const { windows, ledger } = recordsOf(store);
  const events = dynamoNotifier(store.client, TABLES.events.suffix);
  const notifier: Notifier = {
    async notify(alert) {
      await events.notify(alert);
      await rest.notifier?.notify(alert);
    },
  };
  let watchedFrom = timers.now();
  const pending: Promise<unknown>[] = [];
  const signal = signalParameters(configuration, mode);
  const collector = new Collector({
    parameters: signal,
    takerDelayMs: configuration.takerDelayMs,
    wake: (token, snapshot) => pending.push(workflow.complete(token, { snapshot })),
    listed: (window) => timers.at(window.openAt, () => start(window)),
    closed: (id, points, at) => pending.push(windows.put(id, { kind: 'path', at, points })),
    refused,
    ticks,
  });
  const venue = makePaperVenue({
    now: () => timers.now(),
    at: (when, match) => timers.at(when, match),
    watchedFrom: () => watchedFrom,
    asks: (id, order) => {
      const book = collector.window(id)?.books[order.side];
      // What an earlier process recorded may have told of a book that is long gone.
      const isWatched = book?.receivedAt !== undefined && book.receivedAt >= watchedFrom;
      return isWatched ? book.levels('ask', DEPTH_LEVELS) : undefined;
    },
    rules: async (id) => (await opened(windows, id)).rules,
    orderLatencyMs: configuration.orderLatencyMs,
  });
  const deps: TaskDeps = {
    clock: timers,
    catalog: {
      market: async (window) => collector.window(windowId(window))?.market,
      resolution: async (window) =>
        collector.resolution(windowId(window)) ??
        (isUnwatched(window) ? await rest.listing?.resolution(window) : undefined),
    },
    references: {
      strike: async (window, rules) => collector.strike(window, rules),
      final: async (window, rules) => collector.final(window, rules),
    },
    hot: { snapshot: async (id) => collector.snapshot(id, timers.now()) },
    triggers: { arm: async (id, token, until) => collector.arm(id, token, until) },
    health,
    notifier,
    windows,
    ledger,
    venue,
    signal,
    risk: riskParameters(configuration),
    orderType: configuration.orderType,
    takerDelayMs: configuration.takerDelayMs,
  };
  const reconcile = localReconcile(deps);
  const workflow = makeWorkflow({
    definition: tradeWindow((task) => task),
    tasks: localTasks(deps),
    timers,
    executions: dynamoExecutions(store.client, EXECUTIONS_TABLE.suffix),
    newToken: ({ execution, visit, retry }) => `${execution}/${visit}/${retry}`,
  });

  /** Closed before this process was there, or so long ago that its listing should have said who won. */
  function isUnwatched({ closeAt }: Window): boolean {
    return closeAt <= watchedFrom || timers.now() >= after(closeAt, RESOLVED_BY_MS);
  }

  /** At once, and again at every seventh minute of a quarter of an hour, as the schedule in AWS. */
  async function keepReconciled(at: EpochMs): Promise<void> {
    await reconcile({ at: toIso(at) });
    const next = after(epochMs(at - ((at - RECONCILE_OFFSET_MS) % RECONCILE_EVERY_MS)), RECONCILE_EVERY_MS);
    timers.at(next, () => keepReconciled(next));
  }

  /** The paper venue forgot its orders with its process. One that should have met the book meanwhile is not filled. */
  async function placeAgain({ order }: RecordOf<'order'>, at: EpochMs): Promise<void> {
    const { reason } = await venue.place(order);
    if (reason === 'unwatched')
      await notifier.notify({
        at,
        severity: 'warning',
        component: 'paper-venue',
        message: `${order.id}: nobody watched the book when the order came to it, so it is not filled`,
        key: `unwatched ${order.id}`,
      });
  }

  async function start(window: Window): Promise<void> {
    await workflow.start(windowId(window), executionInput(window, entryWindow(window, signal)));
  }

  return {
    collector,
    /**
     * Opens the account if it is new, and takes up executions and orders where an earlier process left them. Throws
     * LedgerBrokenError when the ledger is not whole.
     */
    async resume(at: EpochMs): Promise<void> {
      watchedFrom = at;
      for await (const _ of ledger.entries());
      await post(ledger, { kind: 'opened', capital: configuration.totalCapital }, at);
      for (const { name } of await dynamoExecutions(store.client, EXECUTIONS_TABLE.suffix).running())
        for (const record of await windows.records(name))
          if (record.kind === 'order' && !isFinal(record.status)) await placeAgain(record, at);
      // First of all that is due, so that it reports what it finds.
      timers.at(epochMs(0), () => keepReconciled(at));
      await workflow.resume();
    },
    /** Takes the events of one frame; `settled` must be awaited before the clock moves on when it says so. */
    take(events: readonly MarketEvent[], at: EpochMs): boolean {
      for (const event of events) collector.take(event, at);
      collector.tested(at);
      return pending.length > 0;
    },
    advance: (at: EpochMs): void => collector.advance(at),
    /** Everything that the last frame set off has come to rest. */
    async settled(): Promise<void> {
      for (let each = pending.shift(); each !== undefined; each = pending.shift()) await each;
    },
    running: () => dynamoExecutions(store.client, EXECUTIONS_TABLE.suffix).running(),
  };
}

async function opened(windows: Windows, id: string) {
  const market = await windows.market(id);
  invariant(market !== undefined, `${id} is opened before an order is placed in it`);
  return market;
}
