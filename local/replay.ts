import type { Refusal } from '../fargate/collector/collect.ts';
import type { Channel } from '../shared/adapters/tape/format.ts';
import type { NumberedLine } from '../shared/adapters/tape/read.ts';
import type { Configuration } from '../shared/contracts/config.ts';
import { MalformedFrameError } from '../shared/contracts/errors.ts';
import type { MarketEvent } from '../shared/domain/market/event.ts';
import { type EpochMs, epochMs, HOUR_MS } from '../shared/domain/units/time.ts';
import { parseFrame } from '../shared/feeds/parse-frame.ts';
import { makeHost } from './host.ts';
import { Problems } from './problems.ts';
import type { Store } from './store/embedded.ts';
import type { TapeSource } from './tape-source.ts';
import { VirtualTimers } from './timers.ts';

/** What a run over a tape found on it. */
export interface Replayed {
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** Lines of the tape. */
  readonly events: number;
  readonly problems: Problems;
}

export interface ReplayDeps {
  readonly source: TapeSource;
  readonly store: Store;
  readonly configuration: Configuration;
  /** Bytes of the tape read so far. */
  readonly onBytes?: (read: number) => void;
}

/** How long after the end of the tape an execution may go on asking who won. */
const AFTER_TAPE_MS = 4 * HOUR_MS;

/**
 * Runs a tape through the whole system on a virtual clock. Everything that happens is a function of the tape, the
 * configuration and what the store already holds, so that a run that was killed goes on to the same end.
 */
export async function replay({ source, store, configuration, onBytes }: ReplayDeps): Promise<Replayed> {
  const timers = new VirtualTimers();
  const problems = new Problems();
  const player = new Player(problems);
  const host = makeHost({ store, configuration, timers, refused: (reason) => player.refused(reason) });
  for await (const { tape, lines } of source.chunks(problems, onBytes)) {
    player.tape = tape;
    for (const line of lines) {
      const at = player.at(line);
      if (player.events === 1) {
        timers.set(at);
        await host.resume(at);
      }
      if (timers.nextAt <= at) await timers.advance(at);
      else timers.set(at);
      host.advance(at);
      if (host.take(player.read(line), at)) await host.settled();
    }
  }
  const end = epochMs(player.to + AFTER_TAPE_MS);
  host.advance(end);
  host.take([], end);
  await host.settled();
  await timers.advance(end);
  return { from: player.from, to: player.to, events: player.events, problems };
}

/** Reads the lines of a tape in order and counts what is wrong with them. */
class Player {
  from = epochMs(0);
  to = epochMs(0);
  events = 0;
  tape = '';
  readonly #problems: Problems;
  readonly #lastFrames = new Map<Channel, string>();
  #line: NumberedLine | undefined;
  #events: MarketEvent[] = [];
  readonly #emit = (event: MarketEvent): void => {
    this.#events.push(event);
  };

  constructor(problems: Problems) {
    this.#problems = problems;
  }

  /** When the line counts as received: never before the line before it. */
  at(line: NumberedLine): EpochMs {
    this.#line = line;
    this.events++;
    if (this.events === 1) this.from = epochMs(line.receivedAt);
    if (line.receivedAt < this.to) this.refused('out-of-order');
    else this.to = line.receivedAt as EpochMs;
    return this.to;
  }

  read({ channel, frame }: NumberedLine): readonly MarketEvent[] {
    this.#events = [];
    try {
      parseFrame(channel, frame, this.#emit);
    } catch (error) {
      if (!(error instanceof MalformedFrameError)) throw error;
      this.#problems.add({ kind: 'malformed', channel, reason: error.reason, at: this.#where() });
      return [];
    }
    if (this.#events.length === 0) return this.#events;
    const repeated = this.#lastFrames.get(channel) === frame;
    this.#lastFrames.set(channel, frame);
    if (!repeated) return this.#events;
    this.refused('duplicate');
    return [];
  }

  refused(reason: Refusal): void {
    this.#problems.add({ kind: reason, channel: this.#line?.channel, reason, at: this.#where() });
  }

  #where(): string {
    return `${this.tape}:${this.#line?.line}`;
  }
}
