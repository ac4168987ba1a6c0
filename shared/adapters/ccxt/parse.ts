import type { OHLCV, Trade } from 'ccxt';
import { MalformedFrameError } from '../../contracts/errors.ts';
import type { SpotSource } from '../../domain/market/event.ts';
import { InvalidDecimalError } from '../../domain/units/decimal.ts';
import { parseSpotPrice } from '../../domain/units/spot.ts';
import { type EpochMs, epochMs } from '../../domain/units/time.ts';

/** A trade as a REST interface tells it. Decimals are the venue's own text. */
export interface RestTrade {
  readonly id: number;
  readonly price: string;
  readonly size: string;
  /** What the taker did. */
  readonly side: 'buy' | 'sell';
  readonly at: EpochMs;
}

/** The closing price of the minute that begins at `openAt`. */
export interface RestCandle {
  readonly openAt: EpochMs;
  readonly close: string;
}

/** Throws {@link MalformedFrameError} for what is no trade. */
export function parseTrade(source: SpotSource, { id, price, amount, side, timestamp }: Trade): RestTrade {
  return {
    id: whole(source, 'trade id', Number(id)),
    price: decimal(source, price),
    size: String(amount ?? 0),
    side: side === 'sell' ? 'sell' : 'buy',
    at: epochMs(whole(source, 'time', timestamp)),
  };
}

/** Throws {@link MalformedFrameError} for what is no candle. */
export const parseCandle = (source: SpotSource, [openAt, , , , close]: OHLCV): RestCandle => ({
  openAt: epochMs(whole(source, 'time', openAt)),
  close: decimal(source, close),
});

function whole(source: SpotSource, what: string, value: unknown): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
    throw new MalformedFrameError(source, `the ${what} of a REST answer is no whole number`);
  return value;
}

function decimal(source: SpotSource, value: unknown): string {
  const text = String(value);
  try {
    parseSpotPrice(text);
    return text;
  } catch (cause) {
    if (!(cause instanceof InvalidDecimalError)) throw cause;
    throw new MalformedFrameError(source, 'the price of a REST answer is not a decimal number in range', {
      cause,
    });
  }
}
