import { Collector } from '../../fargate/collector/collect.ts';
import { parquetTicks } from '../../shared/adapters/parquet/ticks.ts';
import { recordFolder, recordTape } from '../../shared/adapters/tape/append.ts';
import { parseConfiguration, signalParameters } from '../../shared/contracts/config.ts';
import { MINUTE_MS, toIso } from '../../shared/domain/units/time.ts';
import { recorderState, recordingHeader } from '../live/recording.ts';
import { makeScreen } from '../live/screen.ts';
import { Station } from '../live/station.ts';
import { Troubles } from '../live/troubles.ts';
import { untilStopped } from '../live/until.ts';
import { feedTable, viewOf } from '../live/view.ts';
import { openWorld } from '../live/world.ts';
import type { Home } from './home.ts';
import type { LiveOptions } from './live-options.ts';
import type { Voice } from './output.ts';

export interface RecordOptions extends LiveOptions {
  readonly out: string;
}

/** Records every frame of the live feeds, until it is stopped. */
export async function recordVerb(options: RecordOptions, _home: Home, voice: Voice): Promise<void> {
  const world = await openWorld(options, process.env);
  const header = recordingHeader(world, options.series);
  const one = /\.tape(\.gz)?$/.test(options.out);
  const recorder = await (one ? recordTape : recordFolder)(options.out, header);
  const ticks = options.ticks ? parquetTicks(`${options.out}.ticks`, { clock: world.clock }) : undefined;
  const collector = new Collector({
    parameters: signalParameters(parseConfiguration({}), 'paper'),
    wake: () => undefined,
    listed: () => undefined,
    closed: () => undefined,
    refused: () => undefined,
    ticks,
  });
  const troubles = new Troubles(voice);
  const screen = makeScreen(() => minuteLine());
  const station: Station = new Station({
    world,
    series: options.series,
    recorder,
    collector,
    take: (events, { at }) => {
      collector.advance(at);
      for (const event of events) collector.take(event, at);
    },
    show: (desk) => {
      const told = { title: `recording to ${options.out}`, synthetic: header.synthetic, collector };
      screen.show(() =>
        viewOf(desk, world.clock.now(), {
          ...told,
          lines: () => [recorderState(recorder), ...troubles.latest()],
        }),
      );
    },
    onTrouble: troubles.add,
  });
  const minuteLine = (): string =>
    `${toIso(world.clock.now())} ${station.desk
      .status()
      .map(({ channel, state, frames }) => `${channel} ${state} ${frames}`)
      .join(', ')}`;
  const flushing = setInterval(() => void ticks?.flush().catch(troubles.add), MINUTE_MS);
  if (header.synthetic) voice.note('SYNTHETIC: the venue says that a program made this market up.');
  station.start();
  const reason = await untilStopped(world, options.for, new AbortController().signal);
  const watched = await station.stop();
  clearInterval(flushing);
  await ticks?.flush();
  screen.close();
  voice.result({
    tapes: recorder.paths,
    synthetic: header.synthetic,
    from: toIso(watched.from),
    to: toIso(watched.to),
    frames: watched.frames,
    stopped: reason,
    feeds: watched.feeds.map((feed) => ({
      ...feed,
      lastDataAt: feed.lastDataAt === undefined ? undefined : toIso(feed.lastDataAt),
    })),
    malformed: watched.malformed,
  });
  voice.say(feedTable(watched.feeds, watched.to));
  voice.say(`${watched.frames} frames from ${toIso(watched.from)} to ${toIso(watched.to)}: ${options.out}`);
}
