import type { LookupFunction } from 'node:net';
import type { Collector } from '../../fargate/collector/collect.ts';
import { mendBooks } from '../../fargate/collector/mend-books.ts';
import { PricePollers } from '../../shared/adapters/ccxt/poll.ts';
import type { Recorder } from '../../shared/adapters/tape/recorder.ts';
import type { MarketEvent } from '../../shared/domain/market/event.ts';
import type { Series } from '../../shared/domain/market/series.ts';
import { LISTING_CRITERIA } from '../../shared/domain/market/tradeable.ts';
import type { EpochMs } from '../../shared/domain/units/time.ts';
import { bookIn } from '../../shared/feeds/book-in.ts';
import { Desk, type DeskStatus } from '../../shared/feeds/desk.ts';
import type { Frame } from '../../shared/ports/feeds.ts';
import type { World } from './world.ts';

export interface StationDeps {
  readonly world: World;
  readonly series: readonly Series[];
  readonly recorder: Recorder;
  readonly collector: Collector;
  /** What frames say, in the order in which they came. */
  readonly take: (events: readonly MarketEvent[], frame: Frame) => void;
  /** Four times a second, after the clock has moved on. */
  readonly beat?: (at: EpochMs) => void;
  /** Shows how things stand; left out while there is more important work. */
  readonly show: (desk: Desk) => void;
  readonly onTrouble: (error: Error) => void;
  /** How long a host that turns us away is left alone, and how names are found, where the usual will not do. */
  readonly shutMs?: number;
  readonly lookup?: LookupFunction;
}

/** What a station did until it was stopped. */
export interface Watched {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly frames: number;
  readonly feeds: readonly DeskStatus[];
  readonly malformed: ReturnType<Desk['malformed']>;
}

const TICK_MS = 250;
/** Characters that wait for the disk: from the first on the venues must wait, below the second they go on. */
const FULL = 32 * 1024 * 1024;
const DRAINED = 4 * 1024 * 1024;
/** A tick that comes so much late says that there is more to do than can be done: nothing is shown then. */
const BUSY_MS = 50;

/**
 * All feeds of a world on one recorder and one taker, until `ended`. When the disk does not keep up, the venues are
 * made to wait; when the processor does not, what is left out is the display.
 */
export class Station {
  readonly desk: Desk;
  readonly #deps: StationDeps;
  readonly #from: EpochMs;
  #frames = 0;
  #paused = false;
  #ticked = 0;
  #tick: NodeJS.Timeout | undefined;
  #checks: { stop(): void } | undefined;

  constructor(deps: StationDeps) {
    const { world, series, recorder, take, onTrouble, shutMs, lookup } = deps;
    this.#deps = deps;
    this.#from = world.clock.now();
    this.desk = new Desk({
      hosts: world.hosts,
      series,
      credentials: world.credentials,
      criteria: LISTING_CRITERIA,
      clock: world.clock,
      random: Math.random,
      record: ({ at, channel, text }) => {
        this.#frames++;
        recorder.write({ receivedAt: at, channel, frame: text });
      },
      take,
      onMarket: (market, reason) => {
        if (reason !== undefined && reason !== 'too-late')
          onTrouble(new Error(`${market.slug} is listed, and not to be traded: ${reason}`));
      },
      onTrouble,
      rest: new PricePollers(),
      ...(shutMs === undefined ? {} : { shutMs }),
      lookup,
    });
  }

  start(): void {
    this.#ticked = performance.now();
    this.#tick = setInterval(() => this.#beat(), TICK_MS);
    this.desk.start();
    const { world, collector, onTrouble } = this.#deps;
    const { clock } = world;
    const { desk } = this;
    this.#checks = mendBooks({ clock, rate: clock.rate, collector, desk, bookIn, onTrouble });
  }

  /** Closes every socket and the tape: nothing that was received is lost. */
  async stop(): Promise<Watched> {
    clearInterval(this.#tick);
    this.#checks?.stop();
    const { recorder, world } = this.#deps;
    const feeds = this.desk.status();
    const to = world.clock.now();
    await this.desk.stop();
    await recorder.close();
    const malformed = this.desk.malformed();
    return { from: this.#from, to, frames: this.#frames, feeds, malformed };
  }

  #beat(): void {
    const { recorder, world, collector, beat, show } = this.#deps;
    const at = world.clock.now();
    collector.advance(at);
    beat?.(at);
    this.#holdBack(recorder.backlog);
    const now = performance.now();
    const late = now - this.#ticked - TICK_MS;
    this.#ticked = now;
    if (late < BUSY_MS && !this.#paused) show(this.desk);
  }

  #holdBack(backlog: number): void {
    if (!this.#paused && backlog > FULL) {
      this.#paused = true;
      this.desk.pause();
    } else if (this.#paused && backlog < DRAINED) {
      this.#paused = false;
      this.desk.resume();
    }
  }
}
