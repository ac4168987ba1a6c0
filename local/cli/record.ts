import { Collector } from '../../fargate/collector/collect.ts';
import { parquetTicks } from '../../shared/adapters/parquet/ticks.ts';
import { recordFolder, recordTape } from '../../shared/adapters/tape/append.ts';
import { parseConfiguration, signalParameters } from '../../shared/contracts/config.ts';
import { MINUTE_MS, toIso } from '../../shared/domain/units/time.ts';
import { staySmall } from '../live/memory.ts';
import { recorderState, recordingHeader } from '../live/recording.ts';
import { makeScreen } from '../live/screen.ts';
import { Station, type Watched } from '../live/station.ts';
import { Troubles } from '../live/troubles.ts';
import { type StopReason, untilStopped } from '../live/until.ts';
import { feedRecords, feedTable, stateOf, viewOf } from '../live/view.ts';
import { openWorld } from '../live/world.ts';
import type { Home } from './home.ts';
import type { LiveOptions } from './live-options.ts';
import type { Voice } from './output.ts';

export interface RecordOptions extends LiveOptions {
  readonly out: string;
}

/** Records every frame of the live feeds, until it is stopped. */
export async function recordVerb(options: RecordOptions, _home: Home, voice: Voice): Promise<void> {
  staySmall();
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
      .map((feed) => `${feed.channel} ${stateOf(feed)} ${feed.frames}`)
      .join(', ')}`;
  const flushing = setInterval(() => void ticks?.flush().catch(troubles.add), MINUTE_MS);
  if (header.synthetic) voice.note('SYNTHETIC: the venue says that a program made this market up.');
  try {
    station.start();
    const stopped = await untilStopped(world, options.for, new AbortController().signal);
    const watched = await station.stop();
    await ticks?.flush();
    tell({ ...watched, stopped, tapes: recorder.paths, synthetic: header.synthetic }, voice);
    const plain = recorder.paths.filter((path) => !path.endsWith('.gz'));
    if (plain.length > 0 && !options.out.endsWith('.tape'))
      voice.note(`Not packed, for want of time or room, and as good to replay: ${plain.join(', ')}`);
  } finally {
    clearInterval(flushing);
    screen.close();
  }
}

interface Recorded extends Watched {
  readonly stopped: StopReason;
  readonly tapes: readonly string[];
  readonly synthetic: boolean;
}

function tell(recorded: Recorded, voice: Voice): void {
  const { tapes, synthetic, frames, stopped, feeds, malformed } = recorded;
  const [from, to] = [toIso(recorded.from), toIso(recorded.to)];
  voice.result({ tapes, synthetic, from, to, frames, stopped, feeds: feedRecords(feeds), malformed });
  if (synthetic) voice.say('SYNTHETIC: a program made this market up.');
  voice.say(feedTable(feeds, recorded.to));
  voice.say(`${frames} frames from ${from} to ${to}`);
  for (const tape of tapes) voice.say(`Tape: ${tape}`);
}
