import { normalCdf } from '../../shared/domain/signal/normal.ts';
import { makeMarket } from '../../sim/market.ts';
import { Outbox } from '../../sim/outbox.ts';
import type { Profile } from '../../sim/profile.ts';
import { WINDOW_MS } from '../../sim/window.ts';

const OPEN_AT = Date.UTC(2026, 10, 20);
const WINDOWS = 96;
const START_AT = OPEN_AT - 120_000;
const STEP_MS = 100;
const BEST = /"market":"(\w+)","timestamp":"(\d+)".*?"best_bid":"([\d.]+)","best_ask":"([\d.]+)"/;
const TRADE = /"last_trade_price","market":"(\w+)".*"timestamp":"(\d+)"/;

/** A book from one change of its best prices to the next, by the venue's clock. */
export interface Best {
  readonly at: number;
  readonly bid: number;
  readonly ask: number;
}

interface SampledWindow {
  readonly openAt: number;
  readonly books: Best[];
  /** When takers traded. */
  readonly tradedAt: Set<number>;
  strike: number;
  isUp: boolean;
}

export interface SampledDay {
  /** The path that all feeds follow. */
  readonly priceAt: (at: number) => number;
  readonly windows: readonly SampledWindow[];
}

export const midOf = ({ bid, ask }: Best): number => (bid + ask) / 2;

/** The book at an instant: the last that is not later. */
export function bookAt(books: readonly Best[], at: number): number {
  let [low, high] = [0, books.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (books[middle]!.at <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The path of a whole day and its books, read from their frames: the day without its exchanges. */
export function sampleDay(seed: number, profile: Profile): SampledDay {
  const outbox = new Outbox();
  const settings = { seed, profile, startAt: START_AT, firstOpenAt: OPEN_AT, windows: WINDOWS };
  const market = makeMarket(settings, outbox, []);
  const endAt = OPEN_AT + WINDOWS * WINDOW_MS + 120_000;
  const path = new Float64Array((endAt - START_AT) / STEP_MS);
  const windows = new Map<string, SampledWindow>();
  for (let from = START_AT; from < endAt; from += STEP_MS) {
    market.step(from);
    path[(from - START_AT) / STEP_MS] = market.price.dollars;
    for (let line = outbox.takeBefore(from); line !== undefined; line = outbox.takeBefore(from)) {
      if (line.channel === 'gamma') list(windows, JSON.parse(line.frame));
      else if (line.channel === 'clob') read(windows, line.frame);
    }
  }
  return {
    priceAt: (at) => path[(at - START_AT) / STEP_MS - 1]!,
    windows: [...windows.values()].filter(({ strike }) => strike > 0),
  };
}

function list(windows: Map<string, SampledWindow>, event: ReturnType<typeof JSON.parse>): void {
  const [market] = event.markets;
  const known = windows.get(market.conditionId);
  if (known === undefined) {
    const openAt = Date.parse(event.startTime);
    windows.set(market.conditionId, { openAt, books: [], tradedAt: new Set(), strike: 0, isUp: false });
  } else {
    known.strike = Number(event.eventMetadata.priceToBeat);
    known.isUp = market.outcomePrices === '["1", "0"]';
  }
}

function read(windows: Map<string, SampledWindow>, frame: string): void {
  const best = BEST.exec(frame);
  if (best !== null) {
    const [, market, at, bid, ask] = best;
    windows.get(market!)!.books.push({ at: Number(at), bid: Number(bid), ask: Number(ask) });
    return;
  }
  if (frame.startsWith('[')) {
    const [{ market, timestamp, bids, asks }] = JSON.parse(frame);
    const [bid, ask] = [Number(bids.at(-1).price), Number(asks.at(-1).price)];
    windows.get(market)!.books.push({ at: Number(timestamp), bid, ask });
    return;
  }
  const trade = TRADE.exec(frame);
  if (trade !== null) windows.get(trade[1]!)!.tradedAt.add(Number(trade[2]));
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

export const quantile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.floor(share * values.length)]!;

/** Log returns over `everyMs`, from the first open to the last close. */
export function returns({ priceAt }: SampledDay, everyMs: number): number[] {
  const count = (WINDOWS * WINDOW_MS) / everyMs;
  return Array.from({ length: count }, (_, i) =>
    Math.log(priceAt(OPEN_AT + (i + 1) * everyMs) / priceAt(OPEN_AT + i * everyMs)),
  );
}

export const variance = (values: readonly number[]): number => mean(values.map((value) => value * value));

export function autocorrelation(values: readonly number[], lag: number): number {
  const middle = mean(values);
  const away = values.map((value) => value - middle);
  return mean(away.slice(lag).map((value, i) => value * away[i]!)) / variance(away);
}

/**
 * What the books did after a jump: the formula with the variance of minutes, half of its memory gone in 600 s
 * (facts/reaction.md 4), moves 5 points in a second.
 */
export interface Reaction {
  /** Until the best price changed; undefined when it never did. */
  readonly touchedMs: number | undefined;
  /** How far the mid had gone the jump's way, each 20 ms for a second. */
  readonly followed: readonly number[];
}

const APART_MS = 10_000;

export function reactions({ priceAt, windows }: SampledDay): Reaction[] {
  const found: Reaction[] = [];
  const kept = 0.5 ** (60 / 600);
  let perSecond = variance(returns({ priceAt, windows }, 60_000)) / 60;
  for (const { openAt, books, strike } of windows) {
    let lastAt = 0;
    let chance: number[] = [];
    for (let at = openAt + 60_000; at < openAt + 780_000; at += STEP_MS) {
      if (at % 60_000 === 0) {
        const moved = Math.log(priceAt(at) / priceAt(at - 60_000));
        perSecond = kept * perSecond + ((1 - kept) * moved * moved) / 60;
        chance = [];
      }
      // 40 of the last 60 s of an average are as good as over: facts/reaction.md 4
      const left = (openAt + WINDOW_MS - at) / 1_000 - 40;
      chance.push(normalCdf(Math.log(priceAt(at) / strike) / Math.sqrt(perSecond * left)));
      const before = chance.at(-11);
      if (before === undefined || at - lastAt < APART_MS) continue;
      const jump = chance.at(-1)! - before;
      if (Math.abs(jump) < 0.05) continue;
      lastAt = at;
      found.push(reaction(books, at, Math.sign(jump)));
    }
  }
  return found;
}

function reaction(books: readonly Best[], at: number, way: number): Reaction {
  const start = bookAt(books, at);
  const { bid, ask } = books[start]!;
  const touched = books.slice(start, bookAt(books, at + 5_000)).find((b) => b.bid !== bid || b.ask !== ask);
  const followed = Array.from(
    { length: 51 },
    (_, i) => way * (midOf(books[bookAt(books, at + i * 20)]!) - midOf(books[start]!)),
  );
  return { touchedMs: touched && touched.at - at, followed };
}

/** When, in ms, the mean of the books has gone `share` of the way of a second. */
export function followedAfter(all: readonly Reaction[], share: number): number {
  const course = Array.from({ length: 51 }, (_, i) => mean(all.map(({ followed }) => followed[i]!)));
  return 20 * course.findIndex((way) => way >= share * course.at(-1)!);
}
