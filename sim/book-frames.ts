import { type Book, CENT, type LevelChange, ONE } from './book.ts';
import type { Random } from './random.ts';
import type { SimulatedWindow } from './window.ts';

/** The wire shapes of the CLOB's market channel: facts/polymarket.md 6.1. */

/** '0.53' for 530. */
const priceText = Array.from({ length: ONE + 1 }, (_, at) => String(at / ONE));
const sizeText = (hundredths: number) => String(hundredths / 100);
const tickText = (tick: number) => (tick === CENT ? '0.01' : '0.001');

const level = (at: number, size: number) => `{"price":"${priceText[at]}","size":"${sizeText(size)}"}`;

/** Bids ascend and asks descend, so that the best is last in both. `isUp` says whose book: Down's mirrors Up's. */
function bookObject(window: SimulatedWindow, book: Book, random: Random, at: number, isUp: boolean): string {
  const bids = book.levels(isUp ? 'bid' : 'ask').reverse();
  const asks = book.levels(isUp ? 'ask' : 'bid').reverse();
  const bidText = bids.map((p) =>
    isUp ? level(p, book.size('bid', p)) : level(ONE - p, book.size('ask', p)),
  );
  const askText = asks.map((p) =>
    isUp ? level(p, book.size('ask', p)) : level(ONE - p, book.size('bid', p)),
  );
  const token = isUp ? window.upToken : window.downToken;
  return `{"event_type":"book","market":"${window.conditionId}","asset_id":"${token}","timestamp":"${at}","hash":"${random.hex(40)}","bids":[${bidText}],"asks":[${askText}],"tick_size":"${tickText(book.tick)}","min_order_size":"5","neg_risk":false,"last_trade_price":"0.50"}`;
}

export function booksFrame(window: SimulatedWindow, book: Book, random: Random, at: number): string {
  return `[${bookObject(window, book, random, at, true)},${bookObject(window, book, random, at, false)}]`;
}

/** Changes that have been applied to `book`, each told for both tokens with the best prices after all of them. */
export function priceChangeFrame(
  window: SimulatedWindow,
  book: Book,
  random: Random,
  { at, changes }: { at: number; changes: readonly LevelChange[] },
): string {
  const { bestBid, bestAsk } = book;
  const upBest = `"best_bid":"${priceText[bestBid]}","best_ask":"${priceText[bestAsk]}"`;
  const downBest = `"best_bid":"${priceText[ONE - bestAsk]}","best_ask":"${priceText[ONE - bestBid]}"`;
  const entries = changes.map((change) => {
    const size = `"size":"${sizeText(change.size)}"`;
    const [upSide, downSide] = change.side === 'bid' ? ['BUY', 'SELL'] : ['SELL', 'BUY'];
    return (
      `{"asset_id":"${window.upToken}","price":"${priceText[change.at]}",${size},"side":"${upSide}","hash":"${random.hex(40)}",${upBest}},` +
      `{"asset_id":"${window.downToken}","price":"${priceText[ONE - change.at]}",${size},"side":"${downSide}","hash":"${random.hex(40)}",${downBest}}`
    );
  });
  return `{"event_type":"price_change","market":"${window.conditionId}","timestamp":"${at}","price_changes":[${entries}]}`;
}

/** A taker bought `size` hundredths of a share of one token at `price`. */
export function tradeFrame(
  window: SimulatedWindow,
  random: Random,
  { at, token, price, size }: { at: number; token: string; price: number; size: number },
): string {
  return `{"event_type":"last_trade_price","market":"${window.conditionId}","asset_id":"${token}","price":"${priceText[price]}","side":"BUY","size":"${sizeText(size)}","fee_rate_bps":"0","timestamp":"${at}","transaction_hash":"0x${random.hex(64)}"}`;
}

export function tickSizeFrame(
  window: SimulatedWindow,
  token: string,
  at: number,
  [from, to]: [number, number],
): string {
  return `{"event_type":"tick_size_change","market":"${window.conditionId}","asset_id":"${token}","old_tick_size":"${tickText(from)}","new_tick_size":"${tickText(to)}","timestamp":"${at}"}`;
}

export function marketResolvedFrame(window: SimulatedWindow, at: number, isUp: boolean): string {
  const [winner, outcome] = isUp ? [window.upToken, 'Up'] : [window.downToken, 'Down'];
  return `{"event_type":"market_resolved","id":"${window.marketId}","market":"${window.conditionId}","assets_ids":["${window.upToken}","${window.downToken}"],"winning_asset_id":"${winner}","winning_outcome":"${outcome}","timestamp":"${at}","tags":[]}`;
}
