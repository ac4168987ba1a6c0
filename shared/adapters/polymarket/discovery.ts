import { setTimeout as delay } from 'node:timers/promises';
import { VenueUnavailableError } from '../../contracts/errors.ts';
import type { Market } from '../../domain/market/market.ts';
import { type Series, seriesId } from '../../domain/market/series.ts';
import { type ListingCriteria, type Untradeable, untradeable } from '../../domain/market/tradeable.ts';
import { type Window, windowId, windowSlug } from '../../domain/market/window.ts';
import { after, type EpochMs } from '../../domain/units/time.ts';
import type { Clock } from '../../ports/clock.ts';
import { type Known, nextAskAt, unknown, upcoming } from './ask-schedule.ts';
import type { GammaClient } from './client-gamma.ts';
import { type Listing, listingOf } from './listing.ts';

export interface DiscoveryDeps {
  readonly clock: Clock;
  readonly gamma: GammaClient;
  readonly series: readonly Series[];
  /** How many windows beyond the current one are looked for. */
  readonly ahead: number;
  readonly criteria: ListingCriteria;
  /** A body as the venue sent it. */
  readonly onFrame: (text: string) => void;
  /** A market was found, or what speaks against it has changed; `reason` is undefined when nothing does. */
  readonly onMarket: (market: Market, reason: Untradeable | undefined) => void;
  /** The venue could not be asked; it will be again. */
  readonly onUnavailable: (error: VenueUnavailableError) => void;
}

/** The venue's ids of its series (facts 3.1), for windows that it does not know by their slug. */
const SERIES_IDS: Readonly<Record<string, string>> = { 'btc-5m': '10684', 'btc-15m': '10192' };
const PAGE_SIZE = 100;
const MOST_PAGES = 5;
const LOOK_MS = 250;

/** Finds the markets of the windows to come, and follows each until it is resolved. */
export class Discovery {
  readonly #deps: DiscoveryDeps;
  readonly #known = new Map<string, Known>();
  readonly #verdicts = new Map<string, Untradeable | 'tradeable'>();
  #quietUntil: EpochMs | undefined;

  constructor(deps: DiscoveryDeps) {
    this.#deps = deps;
  }

  /** Asks whatever is due, until `signal` says to stop. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.askDue();
      // Waiting ends early when the signal comes, and that is no failure.
      await delay(LOOK_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Asks for every window that is due by now. */
  async askDue(): Promise<void> {
    const now = this.#deps.clock.now();
    if (this.#quietUntil !== undefined && now < this.#quietUntil) return;
    for (const series of this.#deps.series)
      for (const window of upcoming(series, now, this.#deps.ahead))
        if (!this.#known.has(windowId(window))) this.#known.set(windowId(window), unknown(window));
    await Promise.all([...this.#known.values()].map((known) => this.#askIfDue(known, now)));
  }

  async #askIfDue(known: Known, now: EpochMs): Promise<void> {
    const at = nextAskAt(known, now);
    if (at === undefined) this.#forget(known.window, now);
    else if (at <= now) {
      this.#known.set(windowId(known.window), { ...known, askedAt: now });
      await this.#ask(known, now);
    }
  }

  /** A window that is over may be forgotten; one that still runs would be taken for a new one. */
  #forget(window: Window, now: EpochMs): void {
    if (now < window.closeAt) return;
    this.#known.delete(windowId(window));
    this.#verdicts.delete(windowId(window));
  }

  async #ask({ window, listed }: Known, now: EpochMs): Promise<void> {
    try {
      const body = await this.#deps.gamma.eventBySlug(windowSlug(window));
      if (body !== undefined) this.#take(body, window, now);
      else if (!listed) await this.#searchSeries(window, now);
    } catch (error) {
      if (!(error instanceof VenueUnavailableError)) throw error;
      if (error.retryAfterMs !== undefined) this.#quietUntil = after(now, error.retryAfterMs);
      this.#deps.onUnavailable(error);
    }
  }

  /** Only the page that has the window is told: the others hold nothing that we asked for. */
  async #searchSeries(window: Window, now: EpochMs): Promise<void> {
    const id = SERIES_IDS[seriesId(window.series)];
    if (id === undefined) return;
    let pages = 0;
    for await (const page of this.#deps.gamma.events({ seriesId: id, limit: PAGE_SIZE })) {
      if (listingOf(page, window) !== undefined) return this.#take(page, window, now);
      if (++pages === MOST_PAGES) return;
    }
  }

  #take(body: string, window: Window, now: EpochMs): void {
    this.#deps.onFrame(body);
    const listing = listingOf(body, window);
    if (listing === undefined) return;
    this.#known.set(windowId(window), {
      window,
      askedAt: now,
      listed: true,
      acceptingOrders: listing.market.acceptingOrders,
      hasStrike: listing.hasStrike,
      resolved: listing.resolved,
    });
    if (now < window.closeAt) this.#judge(listing, now);
  }

  #judge({ market, liquidity }: Listing, now: EpochMs): void {
    const id = windowId(market.window);
    const reason = untradeable(market, now, { ...this.#deps.criteria, liquidity });
    if (this.#verdicts.get(id) === (reason ?? 'tradeable')) return;
    this.#verdicts.set(id, reason ?? 'tradeable');
    this.#deps.onMarket(market, reason);
  }
}
