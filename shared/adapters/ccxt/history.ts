import type { EpochMs } from '../../domain/units/time.ts';
import type { Frame } from '../../ports/feeds.ts';
import { candleEnd, candleFrame, tradeFrame } from './frames.ts';
import { type OpenMarket, PAGE, type RestMarket, type TradesAsk } from './market.ts';
import type { RestTrade } from './parse.ts';

/** A quarter of an hour of the busiest exchange is about ten pages of a thousand trades. */
const MOST_PAGES = 30;

export interface Span {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/**
 * What a spot market did in a span, oldest first: the path of a window that opened before we came. `at` is the time
 * of the exchange, since nobody received it then. Binance gives its closed minutes, the others every trade, under the
 * numbers that the socket uses too: what comes both ways counts once. Bitstamp reaches back one hour.
 */
export async function spotHistory(
  open: OpenMarket,
  { source, asset }: Pick<RestMarket, 'source' | 'asset'>,
  span: Span,
): Promise<Frame[]> {
  if (source === 'binance') {
    const candles = await open.candles(span.from, span.to);
    return candles
      .filter(({ openAt }) => openAt >= span.from && candleEnd(openAt) < span.to)
      .map((candle) => ({
        channel: source,
        text: candleFrame(asset, candle),
        at: candleEnd(candle.openAt),
      }));
  }
  const trades = await allTrades(open, PAGING[source], span);
  return trades.map((trade) => ({ channel: source, text: tradeFrame(source, asset, trade), at: trade.at }));
}

/** How one exchange turns pages: what to ask first, and after a page; undefined when that was the last. */
interface Paging {
  readonly first: (span: Span) => TradesAsk;
  readonly next: (page: readonly RestTrade[], span: Span) => TradesAsk | undefined;
}

const PAGING: Readonly<Record<Exclude<RestMarket['source'], 'binance'>, Paging>> = {
  // Backwards, from the oldest trade of a page.
  coinbase: {
    first: () => ({ most: PAGE }),
    next: ([oldest], { from }) =>
      oldest === undefined || oldest.at < from ? undefined : { most: PAGE, words: { after: oldest.id } },
  },
  // Forwards, from the time of the last trade of a page.
  kraken: {
    first: ({ from }) => ({ since: from, most: PAGE }),
    next: (page, { to }) => {
      const last = page.at(-1);
      return last === undefined || last.at >= to ? undefined : { since: last.at, most: PAGE };
    },
  },
  bitstamp: { first: () => ({ words: { time: 'hour' } }), next: () => undefined },
};

/** Asks page by page until one brings nothing new. */
async function allTrades(open: OpenMarket, { first, next }: Paging, span: Span): Promise<RestTrade[]> {
  const found = new Map<number, RestTrade>();
  let ask: TradesAsk | undefined = first(span);
  for (let pages = 0; ask !== undefined && pages < MOST_PAGES; pages++) {
    const page = await open.trades(ask);
    const before = found.size;
    for (const trade of page) found.set(trade.id, trade);
    ask = found.size === before ? undefined : next(page, span);
  }
  return [...found.values()]
    .filter(({ at }) => at >= span.from && at < span.to)
    .sort((a, b) => a.at - b.at || a.id - b.id);
}
