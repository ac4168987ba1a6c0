import { TapeReader } from '../../shared/adapters/tape/read.ts';
import { type EpochMs, epochMs } from '../../shared/domain/units/time.ts';
import type { Frame } from '../../shared/ports/feeds.ts';

/** The exchanges that both sides read. */
export const EXCHANGES = ['binance', 'coinbase', 'kraken'] as const;
export type Exchange = (typeof EXCHANGES)[number];
export interface ExchangeFrame extends Frame {
  readonly channel: Exchange;
}

/** One way to read frames. */
export interface Reader {
  take(frames: readonly ExchangeFrame[]): void;
  /** Throws unless the trades of `frames`, all that was taken, are known now. */
  check(frames: readonly ExchangeFrame[]): void;
}

export interface Recording {
  readonly frames: readonly ExchangeFrame[];
  /** Listings of every window up to the last frame. */
  readonly listings: readonly string[];
  readonly from: EpochMs;
}

/** The first `count` frames of the exchanges from `from` on, in the order of the tape. */
export async function readFrames(path: string, from: EpochMs, count: number): Promise<Recording> {
  const reader = await TapeReader.open(path);
  const frames: ExchangeFrame[] = [];
  const listings: string[] = [];
  const ignore = (): void => {};
  for (
    let lines = await reader.next(ignore);
    lines !== undefined && frames.length < count;
    lines = await reader.next(ignore)
  )
    for (const { receivedAt, channel, frame } of lines) {
      const exchange = EXCHANGES.find((each) => each === channel);
      if (channel === 'gamma') listings.push(frame);
      else if (exchange !== undefined && receivedAt >= from && frames.length < count)
        // A text of its own, as a socket gives it, and no part of a longer one.
        frames.push({ channel: exchange, at: epochMs(receivedAt), text: Buffer.from(frame).toString() });
    }
  reader.close();
  return { frames, listings, from };
}

/** What the bench names a frame by. */
export function kindOf({ channel, text }: ExchangeFrame): string {
  if (channel !== 'binance') return channel;
  return text.includes('@aggTrade') ? 'binance aggTrade' : 'binance bookTicker';
}

const TRADE = /@aggTrade|"type":"match"|"channel":"trade"/;
const ID = /"(?:a|trade_id)":(\d+)/g;

/** The ids of the trades that the frames of an exchange hold, the last one last. */
export const tradeIds = (frames: readonly ExchangeFrame[], exchange: Exchange): readonly string[] =>
  frames
    .filter(({ channel, text }) => channel === exchange && TRADE.test(text))
    .flatMap(({ text }) => [...text.matchAll(ID)].map(([, id]) => id as string));
