import type { TapeLine } from '../../shared/adapters/tape/format.ts';
import { normalCdf } from '../../shared/domain/signal/normal.ts';

/** A rough reading of the two strategies' rules, only to see whether a synthetic day gives them something to do. */
export interface Entry {
  readonly strategy: 'momentum' | 'fair-value';
  readonly slug: string;
  readonly up: boolean;
  readonly ask: number;
  readonly probability: number;
  won?: boolean;
}

interface Source {
  last: number;
  atOpen: number;
  average: number;
  recent: { at: number; price: number }[];
}

const median = (values: number[]) => {
  const sorted = values.sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
};

const TRADE = {
  binance: /"aggTrade".*"p":"([\d.]+)"/,
  coinbase: /"match".*"price":"([\d.]+)"/,
  kraken: /"price":([\d.]+)/,
  bitstamp: /"price":([\d.]+)/,
};

export class WindowRules {
  readonly entries: Entry[] = [];
  /** Minute four of each window: the market's probability and what came of it. */
  readonly quotes: { slug: string; mid: number; up?: boolean }[] = [];
  readonly sigmas: number[] = [];
  readonly #sources = new Map<string, Source>();
  readonly #squares: number[] = [];
  #openAt = 0;
  #upToken = '';
  readonly #tokens = new Map<number, string>();
  readonly #asks = new Map<string, Map<string, number>>();
  #second = 0;
  #consensus = 0;
  #lastConsensus = 0;
  #n = 0;
  #sums = [0, 0, 0, 0, 0];
  readonly #entered = new Set<string>();

  take({ receivedAt, channel, frame }: TapeLine): void {
    const second = Math.floor(receivedAt / 1000);
    if (second !== this.#second) this.#tickSecond(second);
    if (channel === 'clob') this.#book(frame);
    else if (channel === 'gamma') this.#gamma(frame);
    else if (channel in TRADE)
      this.#trade(receivedAt, channel, TRADE[channel as keyof typeof TRADE].exec(frame)?.[1]);
    const since = receivedAt - this.#openAt;
    if (this.#openAt > 0 && since >= 180_000 && since <= 300_000) this.#decide(receivedAt);
  }

  #tickSecond(second: number): void {
    this.#second = second;
    if (this.#sources.size > 0) {
      this.#squares.push((this.#consensus - this.#lastConsensus) ** 2);
      if (this.#squares.length > 300) this.#squares.shift();
      this.#lastConsensus = this.#consensus;
    }
    if (second % 900 === 0) this.#open(second * 1000);
    if (second % 900 === 240) {
      const slug = `btc-updown-15m-${second - 240}`;
      const ask = this.#bestAsk(this.#upToken);
      const down = this.#bestAsk(this.#tokens.get(this.#openAt + 1) ?? '');
      if (ask < 1) this.quotes.push({ slug, mid: (ask + 1 - down) / 2 });
      this.sigmas.push(this.#sigma());
    }
  }

  #open(at: number): void {
    this.#openAt = at;
    this.#upToken = this.#tokens.get(at) ?? '';
    this.#n = 0;
    this.#sums = [0, 0, 0, 0, 0];
    this.#consensus = 0;
    this.#lastConsensus = 0;
    for (const source of this.#sources.values()) {
      const recent = source.recent.filter((tick) => tick.at >= at - 60_000);
      source.atOpen = source.last;
      source.average =
        recent.length === 0 ? source.last : recent.reduce((sum, { price }) => sum + price, 0) / recent.length;
    }
  }

  #trade(at: number, channel: string, text: string | undefined): void {
    if (text === undefined) return;
    const price = Number(text);
    let source = this.#sources.get(channel);
    if (source === undefined) {
      source = { last: price, atOpen: price, average: price, recent: [] };
      this.#sources.set(channel, source);
    }
    source.last = price;
    const left = 900_000 - ((at - this.#openAt) % 900_000);
    if (left < 65_000) source.recent.push({ at, price });
    else if (source.recent.length > 0) source.recent = [];
    this.#consensus = median([...this.#sources.values()].map((s) => Math.log(s.last / s.atOpen)));
    const t = (at - this.#openAt) / 1000;
    const c = this.#consensus;
    this.#n++;
    [t, c, t * t, t * c, c * c].forEach((term, i) => {
      this.#sums[i]! += term;
    });
  }

  #book(frame: string): void {
    const parsed = JSON.parse(frame);
    for (const message of Array.isArray(parsed) ? parsed : [parsed]) {
      if (message.event_type === 'book') {
        const asks = message.asks as { price: string; size: string }[];
        this.#asks.set(message.asset_id, new Map(asks.map(({ price, size }) => [price, Number(size)])));
      }
      for (const { asset_id, price, size, side } of message.price_changes ?? []) {
        if (side !== 'SELL') continue;
        if (size === '0') this.#asks.get(asset_id)?.delete(price);
        else this.#asks.get(asset_id)?.set(price, Number(size));
      }
    }
  }

  #gamma(frame: string): void {
    const event = JSON.parse(frame);
    const openAt = Date.parse(event.startTime);
    const [up, down] = JSON.parse(event.markets[0].clobTokenIds);
    if (!event.closed) {
      this.#tokens.set(openAt, up).set(openAt + 1, down);
      return;
    }
    const won = event.markets[0].outcomePrices === '["1", "0"]';
    for (const entry of this.entries) if (entry.slug === event.slug) entry.won = entry.up === won;
    for (const quote of this.quotes) if (quote.slug === event.slug) quote.up = won;
  }

  #bestAsk(token: string): number {
    let best = 1;
    for (const price of this.#asks.get(token)?.keys() ?? []) best = Math.min(best, Number(price));
    return best;
  }

  #depth(token: string, best: number): number {
    let dollars = 0;
    for (const [price, size] of this.#asks.get(token) ?? [])
      if (Number(price) <= best + 0.0201) dollars += Number(price) * size;
    return dollars;
  }

  #sigma(): number {
    return Math.max(
      3.5e-5,
      Math.sqrt(this.#squares.reduce((sum, square) => sum + square, 0) / this.#squares.length),
    );
  }

  #decide(at: number): void {
    const slug = `btc-updown-15m-${this.#openAt / 1000}`;
    if (this.#entered.has(`momentum${slug}`) && this.#entered.has(`fair-value${slug}`)) return;
    const scale = this.#sigma() * Math.sqrt((this.#openAt + 900_000 - at) / 1000 - 40);
    const c = Math.exp(this.#consensus) - 1;
    const [t, y, tt, ty, yy] = this.#sums as [number, number, number, number, number];
    const n = this.#n;
    const r2 = (n * ty - t * y) ** 2 / ((n * tt - t * t) * (n * yy - y * y));
    if (Math.abs(c) >= 0.003 && r2 >= 0.7)
      this.#enter('momentum', slug, c > 0, 0.5 + (normalCdf(Math.abs(c) / scale) - 0.5) * r2);
    const d = median([...this.#sources.values()].map((s) => s.last / s.average)) - 1;
    this.#enter('fair-value', slug, d > 0, normalCdf(Math.abs(d) / scale));
  }

  #enter(strategy: Entry['strategy'], slug: string, up: boolean, probability: number): void {
    if (this.#entered.has(strategy + slug)) return;
    const token = up ? this.#upToken : (this.#tokens.get(this.#openAt + 1) ?? '');
    const ask = this.#bestAsk(token);
    const edge = probability - ask - 0.07 * ask * (1 - ask) - 0.005;
    if (edge < 0.15 || this.#depth(token, ask) < 100) return;
    this.#entered.add(strategy + slug);
    this.entries.push({ strategy, slug, up, ask, probability });
  }
}
