import { vi } from 'vitest';
import { VirtualTimers } from '../../../local/timers.ts';
import { parseConfiguration, signalParameters } from '../../../shared/contracts/config.ts';
import { windowAt, windowId } from '../../../shared/domain/market/window.ts';
import { after, type EpochMs, epochMs, MINUTE_MS, SECOND_MS } from '../../../shared/domain/units/time.ts';
import { syntheticDay } from '../../../sim/day.ts';
import { EVENTFUL } from '../../../sim/eventful.ts';
import { awsCollector } from './aws-collector.ts';
import { awsFunctions } from './aws-functions.ts';
import { LogBytes } from './log-bytes.ts';
import { meteredTables } from './metered-tables.ts';

const SERIES = { asset: 'btc', length: '15m' } as const;
const SEED = 21;
const BEAT_MS = 250;
const LEAD_MS = 2 * MINUTE_MS;
/** Settled, and before the next entry window. */
const TAIL_MS = 2.5 * MINUTE_MS;

/**
 * What one window takes of AWS: the first of an eventful day, from two minutes before its open until it is settled.
 * The collector and the functions are those that are deployed, on a clock that is moved by hand.
 */
export async function awsWindow(folder: string, settings: Readonly<Record<string, unknown>>) {
  const tables = await meteredTables(folder);
  // The writer of the hot state waits for its turns by timers of its own.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    return await run(tables, settings);
  } finally {
    vi.useRealTimers();
    await tables.close();
  }
}

async function run(
  { client, billed, idle }: Awaited<ReturnType<typeof meteredTables>>,
  settings: Readonly<Record<string, unknown>>,
) {
  const configuration = parseConfiguration(settings);
  const timers = new VirtualTimers();
  const { openAt, closeAt } = windowAt(SERIES, epochMs(Date.parse('2026-11-20T00:00:00Z')));
  timers.set(after(openAt, -LEAD_MS));
  const log = new LogBytes();
  const begun: Promise<unknown>[] = [];
  const host = awsCollector({
    client,
    clock: timers,
    series: SERIES,
    parameters: signalParameters(configuration, 'paper'),
    log,
    begun,
    wake: (token, snapshot) => functions.workflow.complete(token, { snapshot }),
  });
  const { collector, files } = host;
  const functions = await awsFunctions({
    client,
    timers,
    series: SERIES,
    configuration,
    catalog: {
      market: async (window) => collector.window(windowId(window))?.market,
      resolution: async (window) => collector.resolution(windowId(window)),
    },
    log,
  });
  const scheduledAt = after(openAt, -MINUTE_MS);
  timers.at(after(scheduledAt, 30 * SECOND_MS), () => functions.launch(scheduledAt));

  const rest = async (): Promise<void> => {
    for (let each = begun.shift(); each !== undefined; each = begun.shift()) await each;
  };
  let beatAt = timers.now();
  const goTo = async (at: EpochMs): Promise<void> => {
    for (; beatAt <= at; beatAt = after(beatAt, BEAT_MS)) {
      await timers.advance(beatAt);
      await host.beat(beatAt);
      await rest();
      vi.advanceTimersByTime(BEAT_MS);
      await idle();
    }
    await timers.advance(at);
  };
  for (const line of syntheticDay({ seed: SEED, profile: EVENTFUL, windows: 1 })) {
    await goTo(epochMs(line.receivedAt));
    host.take(line);
    await rest();
  }
  await goTo(after(closeAt, TAIL_MS));
  return {
    billed,
    calls: functions.calls,
    transitions: functions.transitions(),
    log,
    minutes: (LEAD_MS + closeAt - openAt + TAIL_MS) / MINUTE_MS,
    /** Files of one minute in the middle of the window. */
    files: files.filter(({ at }) => at === after(openAt, 7 * MINUTE_MS)).map(({ name }) => name),
  };
}
