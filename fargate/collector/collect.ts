import type { Book } from '../../shared/domain/market/book.ts';
import type {
  BookSnapshot,
  Gap,
  LevelChange,
  MarketEvent,
  MarketListed,
  ReferencePrint,
  SpotTrade,
} from '../../shared/domain/market/event.ts';
import type { Resolution, VenueRules } from '../../shared/domain/market/market.ts';
import { rulesFor } from '../../shared/domain/market/rulebook.ts';
import type { Side } from '../../shared/domain/market/side.ts';
import { type StoredStrike, type Strike, toStored } from '../../shared/domain/market/strike.ts';
import { type Window, windowId } from '../../shared/domain/market/window.ts';
import type { PathPoint } from '../../shared/domain/record.ts';
import {
  evaluate,
  mayEnter,
  type SignalParameters,
  type WindowSnapshot,
} from '../../shared/domain/signal/evaluate.ts';
import { TOP_LEVELS, WindowState } from '../../shared/domain/signal/window-state.ts';
import { assertNever } from '../../shared/domain/units/invariant.ts';
import { formatReference, type ReferenceValue } from '../../shared/domain/units/spot.ts';
import { after, type EpochMs, epochMs, MINUTE_MS } from '../../shared/domain/units/time.ts';
import type { Ticks } from '../../shared/ports/ticks.ts';
import { AssetFeed, toReference } from './asset-feed.ts';
import { BoundedMap } from './bounded-map.ts';
import { type Feeds, feedsOf, type HeardBook } from './feeds.ts';
import { ReferencePrints } from './reference-prints.ts';

/** A closed window is forgotten after this: books and path, not its resolution. */
const KEPT_MS = 5 * MINUTE_MS;
const NEVER = Number.MAX_SAFE_INTEGER as EpochMs;

/** What is told late is as old as the venue says; a venue's clock ahead of ours makes nothing younger. */
const older = (receivedAt: EpochMs, exchangeAt: EpochMs): EpochMs =>
  Math.min(receivedAt, exchangeAt) as EpochMs;

/** Why a well-formed event was not taken; a trade that is late but new is kept, and is not the last price. */
export type Refusal = 'duplicate' | 'out-of-order';

export interface CollectorDeps {
  readonly parameters: SignalParameters;
  /** Configured taker delay, over the rulebook's. */
  readonly takerDelayMs?: number | undefined;
  /** An armed window would be entered: hand `snapshot` to the execution that waits with `token`. */
  readonly wake: (token: string, snapshot: WindowSnapshot) => void;
  readonly listed: (window: Window) => void;
  readonly closed: (windowId: string, path: readonly PathPoint[], at: EpochMs) => void;
  readonly refused: (refusal: Refusal) => void;
  /** The long memory of the market, where one is kept. */
  readonly ticks?: Ticks | undefined;
}

interface Armed {
  readonly state: WindowState;
  readonly token: string;
  readonly until: EpochMs;
  stirred: boolean;
}

interface TokenBook {
  readonly state: WindowState;
  readonly side: Side;
  readonly book: Book;
  snapshotAt: EpochMs;
  /** The venue's time of the last thing heard of it. */
  heardAt: EpochMs;
  /** Whether its best prices are those that the venue told with the last change. */
  agrees: boolean;
}

/**
 * Keeps the state of every listed window from the events of all feeds, and wakes armed executions. The host calls
 * `advance` before the events of a frame, `take` for each of them, `tested` after the last.
 */
export class Collector {
  readonly #deps: CollectorDeps;
  readonly #windows = new Map<string, WindowState>();
  readonly #assets = new Map<string, AssetFeed>();
  readonly #tokens = new Map<string, TokenBook>();
  readonly #armed = new Map<string, Armed>();
  /** By window id, kept beyond the window: the venue resolves late. */
  readonly #conditions = new BoundedMap<string, string>();
  /** By condition id. */
  readonly #resolutions = new BoundedMap<string, Resolution>();
  readonly #strikes = new BoundedMap<string, ReferenceValue>();
  readonly #prints = new ReferencePrints();
  #boundaryAt = NEVER;

  constructor(deps: CollectorDeps) {
    this.#deps = deps;
  }

  /** Opens, closes and forgets windows whose time has come by `at`. */
  advance(at: EpochMs): void {
    while (this.#boundaryAt <= at) this.#pass(this.#boundaryAt);
  }

  take(event: MarketEvent, at: EpochMs): void {
    switch (event.kind) {
      case 'trade':
        this.#takeTrade(event, at);
        break;
      case 'level':
        this.#takeLevel(event, at);
        break;
      case 'book':
        this.#takeBook(event, at);
        break;
      case 'reference':
        this.#takeReference(event, at);
        break;
      case 'tick-size': {
        const known = this.#tokens.get(event.token);
        if (known === undefined) break;
        known.book.drop();
        known.heardAt = event.exchangeAt;
        known.state.tickSize = event.tickSize;
        break;
      }
      case 'listed':
        this.#takeListing(event, at);
        break;
      case 'gap':
        this.#takeGap(event, at);
        break;
      case 'books-lost':
        this.#dropBooks(event.tokens);
        break;
      case 'resolved':
        this.#resolutions.set(event.resolution.conditionId, event.resolution);
        break;
      default:
        assertNever(event);
    }
  }

  /** Tests the armed windows that the last frame stirred, and wakes those that would be entered at `at`. */
  tested(at: EpochMs): void {
    for (const [id, armed] of this.#armed) {
      if (!armed.stirred) continue;
      armed.stirred = false;
      if (at > armed.until) this.#armed.delete(id);
      else if (this.#mayEnter(armed.state, at)) this.#test(id, armed, at);
    }
  }

  arm(id: string, token: string, until: EpochMs): void {
    const state = this.#windows.get(id);
    if (state !== undefined) this.#armed.set(id, { state, token, until, stirred: true });
  }

  window(id: string): WindowState | undefined {
    return this.#windows.get(id);
  }

  resolution(id: string): Resolution | undefined {
    const condition = this.#conditions.get(id);
    return condition === undefined ? undefined : this.#resolutions.get(condition);
  }

  snapshot(id: string, at: EpochMs): WindowSnapshot | undefined {
    const state = this.#windows.get(id);
    return state?.snapshot(at, this.#strikeOf(state));
  }

  /** What there is to go by at `at`: every asset's sources, and every open window. */
  feeds(at: EpochMs): Feeds {
    return feedsOf(this.#assets, (state) => this.#strikeOf(state), this.#deps.parameters, at);
  }

  /** What was last heard of a listed token's book. */
  bookOf(token: string): HeardBook | undefined {
    const known = this.#tokens.get(token);
    return known && { book: known.book, heardAt: known.heardAt, agrees: known.agrees };
  }

  /** Our own record first, then the venue's figure, then an estimate from the feeds that were there. */
  strike(window: Window, rules: VenueRules): Strike | undefined {
    const id = windowId(window);
    const recorded = this.#prints.at(window.series.asset, rules.settlement, window.openAt);
    if (recorded !== undefined) return { value: recorded, source: 'recorded' };
    const told = this.#strikes.get(id);
    if (told !== undefined) return { value: told, source: 'gamma' };
    const estimated = this.#windows.get(id)?.estimatedStrike;
    if (estimated === undefined) return undefined;
    return { value: toReference(estimated), source: 'estimated' };
  }

  final(window: Window, rules: VenueRules): ReferenceValue | undefined {
    return this.#prints.at(window.series.asset, rules.settlement, window.closeAt);
  }

  #takeTrade(trade: SpotTrade, at: EpochMs): void {
    const { source, asset, price, tradeId, exchangeAt } = trade;
    const known = this.#asset(asset);
    const place = known.trade(trade, at);
    if (place === 'duplicate') this.#deps.refused('duplicate');
    // A feed without ids tells its last minute anew with every connection: nothing is wrong with that.
    else if (place === 'lost' || (place === 'late' && tradeId !== undefined))
      this.#deps.refused('out-of-order');
    if (place === 'duplicate' || place === 'lost' || place === 'aside') return;
    this.#deps.ticks?.tick({ source, asset, price, tradeId, exchangeAt, receivedAt: at });
    if (place === 'newest') this.#priced(known, at);
  }

  #takeReference(print: ReferencePrint, at: EpochMs): void {
    this.#prints.record(print);
    const { source, asset, lookbackMs, exchangeAt } = print;
    this.#deps.ticks?.reference({
      source,
      asset,
      lookbackMs,
      value: formatReference(print.value),
      exchangeAt,
      receivedAt: at,
    });
    if (lookbackMs !== 0) return;
    const known = this.#asset(asset);
    if (known.print(print, at)) this.#priced(known, at);
  }

  #priced({ open }: AssetFeed, at: EpochMs): void {
    for (const state of open) {
      state.priced(at);
      this.#stir(state);
    }
  }

  #takeBook({ token, bids, asks, tickSize, exchangeAt }: BookSnapshot, at: EpochMs): void {
    const known = this.#tokens.get(token);
    if (known === undefined) return;
    if (exchangeAt < known.snapshotAt) {
      this.#deps.refused('out-of-order');
      return;
    }
    known.snapshotAt = exchangeAt;
    known.heardAt = exchangeAt;
    this.#agree(known, true);
    known.book.snapshot(bids, asks, older(at, exchangeAt));
    if (tickSize !== undefined) known.state.tickSize = tickSize;
    this.#touched(known);
  }

  #takeLevel({ token, side, price, size, best, exchangeAt }: LevelChange, at: EpochMs): void {
    const known = this.#tokens.get(token);
    if (known === undefined) return;
    if (exchangeAt < known.snapshotAt) {
      this.#deps.refused('out-of-order');
      return;
    }
    const { bestBid, bestAsk } = known.book;
    known.heardAt = exchangeAt;
    known.book.change(side, price, size, older(at, exchangeAt));
    if (best !== undefined)
      this.#agree(known, known.book.bestBid === best.bid && known.book.bestAsk === best.ask);
    // Only what a decision looks at first is worth a test: the touch.
    if (known.book.bestAsk !== bestAsk || known.book.bestBid !== bestBid) this.#touched(known);
  }

  #takeListing({ market, strike }: MarketListed, at: EpochMs): void {
    const id = windowId(market.window);
    this.#conditions.set(id, market.conditionId);
    if (strike !== undefined) this.#strikes.set(id, strike);
    const known = this.#windows.get(id);
    if (known !== undefined) known.market = market;
    if (known !== undefined || at >= market.window.closeAt) return;
    const { prices } = this.#asset(market.window.series.asset);
    const rules = rulesFor(market.window, market.declared, this.#deps.takerDelayMs);
    const state = new WindowState(market, rules, prices);
    this.#windows.set(id, state);
    for (const side of ['up', 'down'] as const satisfies readonly Side[])
      this.#tokens.set(market.tokens[side], {
        state,
        side,
        book: state.books[side],
        snapshotAt: epochMs(0),
        heardAt: epochMs(0),
        agrees: true,
      });
    this.#boundaryAt = Math.min(this.#boundaryAt, market.window.openAt) as EpochMs;
    this.#deps.listed(market.window);
  }

  /**
   * After a gap of the market channel what comes next does not follow on what the books hold: they wait for a snapshot.
   * A price that was not heard needs no more than to be too old; a print that was not heard leaves the strike to the
   * venue's figure, or to an estimate.
   */
  #takeGap(gap: Gap, at: EpochMs): void {
    if (gap.channel === 'clob') this.#dropBooks();
    for (const known of this.#assets.values()) known.lose(gap, at);
  }

  #agree(known: TokenBook, agrees: boolean): void {
    if (agrees === known.agrees) return;
    known.agrees = agrees;
    if (agrees) known.state.suspects.delete(known.side);
    else known.state.suspects.add(known.side);
    this.#stir(known.state);
  }

  #dropBooks(tokens: Iterable<string> = this.#tokens.keys()): void {
    for (const token of tokens) this.#tokens.get(token)?.book.drop();
  }

  #strikeOf({ market, rules }: WindowState): StoredStrike | undefined {
    const strike = this.strike(market.window, rules);
    return strike && toStored(strike);
  }

  #touched({ state, side, book }: TokenBook): void {
    this.#stir(state);
    const top = this.#deps.ticks === undefined ? undefined : book.top(TOP_LEVELS);
    if (top !== undefined) this.#deps.ticks?.book({ windowId: windowId(state.market.window), side, top });
  }

  #stir(state: WindowState): void {
    for (const armed of this.#armed.values()) if (armed.state === state) armed.stirred = true;
  }

  #mayEnter(state: WindowState, at: EpochMs): boolean {
    const { market, rules, books } = state;
    const asks = { up: books.up.bestAsk, down: books.down.bestAsk };
    return mayEnter(market.window, rules, state.view(at), asks, this.#deps.parameters);
  }

  #test(id: string, { state, token }: Armed, at: EpochMs): void {
    const snapshot = this.snapshot(id, at) as WindowSnapshot;
    if (evaluate(state.market.window, state.rules, snapshot, this.#deps.parameters).kind !== 'enter') return;
    this.#armed.delete(id);
    this.#deps.wake(token, snapshot);
  }

  #asset(name: string): AssetFeed {
    let asset = this.#assets.get(name);
    if (asset === undefined) {
      asset = new AssetFeed(this.#deps.parameters);
      this.#assets.set(name, asset);
    }
    return asset;
  }

  /** One instant at which at least one window opens, closes, adds a point to its path, or is forgotten. */
  #pass(at: EpochMs): void {
    let next = NEVER;
    for (const [id, state] of this.#windows) {
      const { openAt, closeAt } = state.market.window;
      const { open } = this.#asset(state.market.window.series.asset);
      if (at >= after(closeAt, KEPT_MS)) {
        this.#forget(id, state);
        continue;
      }
      if (at >= openAt && at < closeAt && !open.has(state)) {
        state.open();
        open.add(state);
      }
      if (at >= closeAt && open.delete(state)) {
        state.samplePath(closeAt);
        this.#deps.closed(id, state.path, closeAt);
      } else if (open.has(state)) state.samplePath(at);
      next = Math.min(next, this.#nextBoundary(state, at)) as EpochMs;
    }
    this.#boundaryAt = next;
  }

  #nextBoundary(state: WindowState, at: EpochMs): EpochMs {
    const { openAt, closeAt } = state.market.window;
    if (at < openAt) return openAt;
    return at < closeAt ? state.nextPointAt : after(closeAt, KEPT_MS);
  }

  #forget(id: string, { market }: WindowState): void {
    this.#windows.delete(id);
    this.#armed.delete(id);
    for (const token of Object.values(market.tokens)) this.#tokens.delete(token);
  }
}
