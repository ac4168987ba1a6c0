import { parquetTicks } from '../../shared/adapters/parquet/ticks.ts';
import { recordFolder } from '../../shared/adapters/tape/append.ts';
import { type Configuration, parseConfiguration, parseSettings } from '../../shared/contracts/config.ts';
import { type Account, equity } from '../../shared/domain/ledger/account.ts';
import { formatUsdc } from '../../shared/domain/units/money.ts';
import { type EpochMs, MINUTE_MS, toIso } from '../../shared/domain/units/time.ts';
import { serveControls } from '../controls.ts';
import { recordsOf } from '../host.ts';
import { staySmall } from '../live/memory.ts';
import { startPaper } from '../live/paper.ts';
import { recorderState, recordingHeader } from '../live/recording.ts';
import { makeScreen } from '../live/screen.ts';
import { Troubles } from '../live/troubles.ts';
import { untilStopped } from '../live/until.ts';
import { feedRecords, feedTable, viewOf } from '../live/view.ts';
import { openWorld } from '../live/world.ts';
import { readResult } from '../result.ts';
import { openStore } from '../store/embedded.ts';
import type { Home, RunFolder } from './home.ts';
import type { LiveOptions } from './live-options.ts';
import type { Voice } from './output.ts';
import { keep, startOver } from './runs.ts';
import { summaryOf } from './summary.ts';

export interface PaperOptions extends LiveOptions {
  readonly strategy?: string;
  readonly set: readonly string[];
  readonly fresh: boolean;
}

/** How often the account is read for the view. */
const ACCOUNT_MS = 1_000;

/** Trades the live feeds on the paper venue until it is stopped; started again, it goes on with the same account. */
export async function paperVerb(options: PaperOptions, home: Home, voice: Voice): Promise<void> {
  const settings = parseSettings(options.set);
  if (options.strategy !== undefined) settings.strategy = options.strategy;
  const configuration = parseConfiguration(settings);
  staySmall();
  const world = await openWorld(options, process.env);
  const run = home.run(world.venue === undefined ? 'paper' : 'paper-simulated');
  if (options.fresh) await startOver(run);
  const store = await openStore(run.store);
  try {
    await trade(options, { configuration, world, run, store, voice });
  } finally {
    await store.close();
  }
}

interface Setting {
  readonly configuration: Configuration;
  readonly world: Awaited<ReturnType<typeof openWorld>>;
  readonly run: RunFolder;
  readonly store: Awaited<ReturnType<typeof openStore>>;
  readonly voice: Voice;
}

async function trade(options: PaperOptions, { configuration, world, run, store, voice }: Setting) {
  const { series } = options;
  const header = recordingHeader(world, series);
  const recorder = await recordFolder(run.tapes, header);
  const ticks = options.ticks ? parquetTicks(run.ticks, { clock: world.clock }) : undefined;
  const troubles = new Troubles(voice);
  const records = recordsOf(store);
  const failure = new AbortController();
  let account: Account | undefined;
  const accountLine = (): string =>
    account === undefined ? 'the account is being opened' : inWords(account);
  const screen = makeScreen(() => `${toIso(world.clock.now())} ${accountLine()}`);
  if (header.synthetic) voice.note('SYNTHETIC: the venue says that a program made this market up.');
  const endControls = await serveControls(run.controls, records.ledger, {
    clock: world.clock,
    failed: troubles.add,
  });
  const startedAt = performance.now();
  // From here on a signal ends the run in order, whatever is going on.
  const begun = Promise.withResolvers<void>();
  const stopped = untilStopped(world, options.for, failure.signal, begun.promise);
  const stop = await startPaper({
    world,
    series,
    configuration,
    store,
    recorder,
    tapes: run.tapes,
    ticks,
    show: (desk, collector) => {
      const told = {
        title: `paper trading, ${configuration.strategy}`,
        synthetic: header.synthetic,
        collector,
      };
      const lines = () => [accountLine(), recorderState(recorder), ...troubles.latest()];
      screen.show(() => viewOf(desk, world.clock.now(), { ...told, lines }));
    },
    notifier: {
      notify: async ({ at, severity, message }) => voice.note(`${toIso(at)} ${severity}: ${message}`),
    },
    onTrouble: troubles.add,
    failed: (error) => failure.abort(error),
  }).catch((error: unknown) => {
    endControls();
    failure.abort(error);
    throw error;
  });
  begun.resolve();
  const flushing = setInterval(() => void ticks?.flush().catch(troubles.add), MINUTE_MS);
  const reading = setInterval(async () => {
    account = (await records.ledger.head().catch(() => undefined))?.account ?? account;
  }, ACCOUNT_MS);
  const end = await stopped.then(stop).finally(() => {
    endControls();
    clearInterval(flushing);
    clearInterval(reading);
    screen.close();
  });
  await ticks?.flush();
  if (failure.signal.aborted) throw failure.signal.reason;
  const from = await openedAt(records.ledger);
  const result = await readResult(records, {
    id: run.id,
    strategy: configuration.strategy,
    source: { header, paths: recorder.paths, from, bytes: 0 },
    path: run.tapes,
    replayed: { from, to: end.to, events: end.frames, problems: end.problems },
    elapsedMs: performance.now() - startedAt,
  });
  await keep(run, result);
  voice.result({ ...result, feeds: feedRecords(end.feeds) });
  voice.say(feedTable(end.feeds, end.to));
  voice.say(summaryOf(result));
  voice.say(`Report: ${run.report}`);
  voice.say(`Tapes: ${run.tapes}`);
}

const inWords = (account: Account): string =>
  `equity ${formatUsdc(equity(account))} USD, realized ${formatUsdc(account.realizedPnl)} USD, open positions: ${Object.keys(account.positions).length}`;

/** When the account was opened: the first entry of its journal. */
async function openedAt(ledger: ReturnType<typeof recordsOf>['ledger']): Promise<EpochMs> {
  for await (const { at } of ledger.entries()) return at;
  throw new Error('a run opens its account');
}
