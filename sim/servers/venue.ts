import type { TapeHeader, TapeLine } from '../../shared/adapters/tape/format.ts';
import { ConfigurationError } from '../../shared/contracts/errors.ts';
import type { Channel } from '../../shared/domain/market/channel.ts';
import { type EpochMs, SECOND_MS } from '../../shared/domain/units/time.ts';
import { makeVenueClock } from './clock.ts';
import { Front } from './front.ts';
import { type Interference, NO_INTERFERENCE } from './outlet.ts';
import { play } from './player.ts';
import { ok, type Side } from './side.ts';
import { sidesOf } from './sides.ts';
import { type Geography, UNBLOCKED } from './site.ts';
import { linesFrom, openProgramme } from './tapes.ts';

/** However fast time passes, no more often than this. */
const SHORTEST_BEAT_MS = 10;

export interface VenueOptions {
  readonly tapes: readonly string[];
  /** 0, unless given: any free one. */
  readonly port?: number;
  /** Venue milliseconds per millisecond of wall time; 1 unless given. */
  readonly rate?: number;
  /** Starts here: what the tapes hold before has happened already. */
  readonly from?: EpochMs | undefined;
  readonly interference?: Interference;
  /** Told of every text that is handed to a connection's real socket, after any interference. */
  readonly onSent?: (connectionId: number, channel: Channel, text: string) => void;
  /** Where the venue's web site says that its visitors are. */
  readonly geography?: Geography;
}

export interface RunningVenue {
  /** `http://127.0.0.1:N`. */
  readonly url: string;
  readonly port: number;
  readonly rate: number;
  readonly header: TapeHeader;
  readonly from: EpochMs;
  readonly to: EpochMs;
  now(): EpochMs;
  /** Resolves when the last frame of the tapes has been sent; rejects with a TapeError when they cannot be read. */
  readonly ended: Promise<void>;
  /** Says, in the venue's own way, that the clients of this channel are to reconnect at once. */
  drain(channel: Channel): void;
  close(): Promise<void>;
}

/** Plays tapes on 127.0.0.1 as the venues whose frames they hold would send them. */
export async function startVenue(options: VenueOptions): Promise<RunningVenue> {
  const { rate = 1 } = options;
  if (!Number.isFinite(rate) || rate <= 0) throw new ConfigurationError('the rate is a number above 0');
  const programme = await openProgramme(options.tapes);
  const { header, to } = programme;
  const from = options.from ?? programme.from;
  if (from < programme.from || from > to)
    throw new ConfigurationError(
      `the tape has nothing at ${new Date(from).toISOString()}: it goes from ${new Date(programme.from).toISOString()} to ${new Date(to).toISOString()}`,
    );
  let clock = makeVenueClock(from, rate);
  const now = () => clock.now();
  let hasEnded = false;
  const about: Side = {
    prefix: '/quarterhour',
    channel: 'gap',
    hears: [],
    play: () => {},
    answer: () =>
      ok({
        now: now(),
        rate,
        synthetic: header.synthetic,
        title: header.title,
        from,
        to,
        ended: hasEnded,
      }),
  };
  const sides = [...sidesOf(now, options.geography ?? UNBLOCKED), about];
  const byChannel = new Map(sides.flatMap((side) => side.hears.map((channel) => [channel, side] as const)));
  const take = (lines: readonly TapeLine[]) => {
    for (const { channel, frame } of lines) byChannel.get(channel)?.play(frame, channel);
  };

  // Nobody listens yet: what lies before the start only leaves its traces in books, listings and candles.
  const lines = await linesFrom(programme, from, take);
  const front = await Front.open({
    sides,
    port: options.port ?? 0,
    interference: options.interference ?? NO_INTERFERENCE,
    onSent: options.onSent ?? (() => {}),
  });
  clock = makeVenueClock(from, rate);
  const stopped = new AbortController();
  const beats = setInterval(
    () => {
      for (const side of sides) side.beat?.();
    },
    Math.max(SHORTEST_BEAT_MS, SECOND_MS / Math.max(1, rate)),
  );
  const ended = play({
    chunks: lines,
    clock,
    take: (due) => front.together(() => take(due)),
    signal: stopped.signal,
  }).then(() => {
    hasEnded = true;
  });
  ended.catch(() => {});
  return {
    url: `http://127.0.0.1:${front.port}`,
    port: front.port,
    rate,
    header,
    from,
    to,
    now,
    ended,
    drain: (channel) => byChannel.get(channel)?.drain?.(),
    async close() {
      stopped.abort();
      clearInterval(beats);
      await front.close();
      await ended.catch(() => {});
    },
  };
}
