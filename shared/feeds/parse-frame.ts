import { parseBinance } from '../adapters/binance/parse.ts';
import { parseBitstamp } from '../adapters/bitstamp/parse.ts';
import { parseCoinbase } from '../adapters/coinbase/parse.ts';
import { parseKraken } from '../adapters/kraken/parse.ts';
import { parseClob } from '../adapters/polymarket/parse-clob.ts';
import { parseGamma } from '../adapters/polymarket/parse-gamma.ts';
import { parsePolybolt } from '../adapters/polymarket/parse-polybolt.ts';
import { parseRtds } from '../adapters/polymarket/parse-rtds.ts';
import { parseGap } from '../adapters/tape/gap.ts';
import { MalformedFrameError } from '../contracts/errors.ts';
import type { Refuse } from '../contracts/wire.ts';
import type { Channel } from '../domain/market/channel.ts';
import type { MarketEvent } from '../domain/market/event.ts';

type Parser = (frame: string, emit: (event: MarketEvent) => void, refuse: Refuse) => void;

const PARSERS: Readonly<Record<Channel, Parser>> = {
  binance: parseBinance,
  coinbase: parseCoinbase,
  kraken: parseKraken,
  bitstamp: parseBitstamp,
  clob: parseClob,
  'clob-rest': parseClob,
  rtds: parseRtds,
  polybolt: parsePolybolt,
  gamma: parseGamma,
  gap: parseGap,
  pyth: () => {
    throw new MalformedFrameError('pyth', 'no rule reads this source');
  },
};

/**
 * Tells `emit` what a frame of `channel` says, and `refuse` what of it cannot be read: the frame, or each message of it
 * that is malformed or unknown, while its neighbours are kept.
 */
export function parseFrame(
  channel: Channel,
  frame: string,
  emit: (event: MarketEvent) => void,
  refuse: Refuse,
): void {
  try {
    PARSERS[channel](frame, emit, refuse);
  } catch (error) {
    if (!(error instanceof MalformedFrameError)) throw error;
    refuse(error);
  }
}
