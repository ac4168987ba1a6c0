import type { TapeLine } from '../../shared/adapters/tape/format.ts';

/** 'btc/usd' at `stampedAt`, in digits as recorded. */
export interface Print {
  readonly receivedAt: number;
  readonly asset: string;
  readonly stampedAt: number;
  /** A decimal number, such as '65048.0789'. */
  readonly value: string;
  /** When the venue sent it; without it, `receivedAt`. */
  readonly sentAt?: number;
}

/** The decimal `value` as an integer count of 10^-18, the unit of the Chainlink topics: '1.5' is '1500000000000000000'. */
function e18(value: string): string {
  const [whole = '', fraction = ''] = value.split('.');
  return BigInt(whole + fraction.slice(0, 18).padEnd(18, '0')).toString();
}

/** '65477' is '65477.00000000', as the venue writes Binance's price. */
function eightPlaces(value: string): string {
  const [whole = '', fraction = ''] = value.split('.');
  return `${whole}.${fraction.slice(0, 8).padEnd(8, '0')}`;
}

function rtds(
  topic: string,
  symbol: string,
  exact: string,
  { receivedAt, stampedAt, value, sentAt }: Print,
): TapeLine {
  const payload = `{"full_accuracy_value":"${exact}","symbol":"${symbol}","timestamp":${stampedAt},"value":${value}}`;
  const frame = `{"payload":${payload},"timestamp":${sentAt ?? receivedAt},"topic":"${topic}","type":"update"}`;
  return { receivedAt, channel: 'rtds', frame };
}

/** The venue's relay of Chainlink's spot price. */
export const chainlinkPrint = (print: Print): TapeLine =>
  rtds('crypto_prices_chainlink', `${print.asset}/usd`, e18(print.value), print);

/** The venue's relay of Binance's spot price. */
export const binancePrint = (print: Print): TapeLine =>
  rtds('crypto_prices', `${print.asset}usdt`, eightPlaces(print.value), print);

/** A level of a rebuilt book: a price in dollars and a number of shares, as decimal strings. */
export interface BookLevel {
  readonly price: string;
  readonly size: string;
}

/** A token's book; best level first. */
export interface RebuiltBook {
  readonly token: string;
  readonly market: string;
  readonly bids: readonly BookLevel[];
  readonly asks: readonly BookLevel[];
}

/** The market-channel frame that carries `books`, with the best level last as on the wire. */
export function bookFrame(receivedAt: number, books: readonly RebuiltBook[]): TapeLine {
  const frame = books.map(({ token, market, bids, asks }) => ({
    event_type: 'book',
    market,
    asset_id: token,
    timestamp: String(receivedAt),
    hash: '',
    bids: bids.toReversed(),
    asks: asks.toReversed(),
    tick_size: '0.01',
  }));
  return { receivedAt, channel: 'clob', frame: JSON.stringify(frame.length === 1 ? frame[0] : frame) };
}

/** `levels` without those of no shares. */
export const someShares = (levels: readonly BookLevel[]): BookLevel[] =>
  levels.filter(({ size }) => Number(size) > 0);
