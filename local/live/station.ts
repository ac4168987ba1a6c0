import { type BookCheckDeps, checkBooks } from '../../fargate/collector/book-check.ts';
import type { Collector } from '../../fargate/collector/collect.ts';
import type { Recorder } from '../../shared/adapters/tape/append.ts';
import type { MarketEvent } from '../../shared/domain/market/event.ts';
import type { Series } from '../../shared/domain/market/series.ts';
import { microUsdc } from '../../shared/domain/units/money.ts';
import { type EpochMs, MINUTE_MS } from '../../shared/domain/units/time.ts';
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
/** How often the books are compared with the venue's own, and how long a change may be on its way. */
const CHECK_MS = 5_000;
const TOLERANCE_MS = 2_000;
/** Characters that wait for the disk: from the first on the venues must wait, below the second they go on. */
const FULL = 32 * 1024 * 1024;
const DRAINED = 4 * 1024 * 1024;
/** A tick that comes so much late says that there is more to do than can be done: nothing is shown then. */
const BUSY_MS = 50;
const LEAST_LEFT_MS = MINUTE_MS;

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
    const { world, series, recorder, take, onTrouble } = deps;
    this.#deps = deps;
    this.#from = world.clock.now();
    this.desk = new Desk({
      hosts: world.hosts,
      series,
      credentials: world.credentials,
      criteria: { leastLeftMs: LEAST_LEFT_MS, minLiquidity: microUsdc(0) },
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
    });
  }

  start(): void {
    this.#ticked = performance.now();
    this.#tick = setInterval(() => this.#beat(), TICK_MS);
    this.desk.start();
    this.#checks = this.#checkBooks();
  }

  /** Closes every socket and the tape: nothing that was received is lost. */
  async stop(): Promise<Watched> {
    clearInterval(this.#tick);
    this.#checks?.stop();
    const { recorder, world } = this.#deps;
    const feeds = this.desk.status();
    await this.desk.stop();
    await recorder.close();
    const malformed = this.desk.malformed();
    return { from: this.#from, to: world.clock.now(), frames: this.#frames, feeds, malformed };
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

  /** Asks the venue for the books themselves: a socket may fall silent for one token alone. */
  #checkBooks(): { stop(): void } {
    const { collector, world, onTrouble } = this.#deps;
    const { desk } = this;
    const deps: BookCheckDeps = {
      clock: world.clock,
      tokens: () => desk.tokens,
      bookOf: (token) => collector.bookOf(token),
      fetchBook: async (token) => {
        const frame = await desk.fetchBook(token);
        return frame === undefined ? undefined : { frame, book: bookIn(frame) };
      },
      toleranceMs: TOLERANCE_MS * world.clock.rate,
      onFrozen: (token, frame) => {
        desk.restartBooks(`token ${token.slice(0, 8)}... is not what the venue says it is`);
        desk.tell({ channel: 'clob-rest', text: frame, at: world.clock.now() });
      },
      onFailed: (_token, error) => onTrouble(error),
    };
    return checkBooks(deps, CHECK_MS);
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
