import { MalformedFrameError } from '../../contracts/errors.ts';
import {
  type Refuse,
  shown,
  type Wire,
  wireArray,
  wireDecimal,
  wireEach,
  wireFigure,
  wireInstant,
  wireJson,
  wireObject,
  wireReference,
  wireText,
} from '../../contracts/wire.ts';
import type { MarketEvent } from '../../domain/market/event.ts';
import { parseReferenceE18, parseSpotPrice } from '../../domain/units/spot.ts';

const CHANNEL = 'rtds';
const LOOKBACK_MS = new Map([
  ['crypto_prices', 0],
  ['crypto_prices_chainlink', 0],
  ['crypto_prices_twap_thirty', 30_000],
  ['crypto_prices_twap_sixty', 60_000],
]);

type Emit = (event: MarketEvent) => void;

/**
 * One frame of the legacy price feed (facts 6.3). A symbol such as `btcusdt` is Binance's price relayed; `btc/usd` is
 * Chainlink's, whatever topic the frame names. The first frame of a subscription carries the last minute as an array.
 */
export function parseRtds(frame: string, emit: Emit, refuse: Refuse): void {
  if (frame === '' || frame === 'PONG') return;
  const outer = wireObject(CHANNEL, wireJson(CHANNEL, frame));
  if ('statusCode' in outer)
    throw new MalformedFrameError(
      CHANNEL,
      `the venue refused a subscription with ${shown(outer.statusCode)}`,
    );
  const topic = wireText(CHANNEL, outer, 'topic');
  const lookbackMs = LOOKBACK_MS.get(topic);
  if (lookbackMs === undefined) throw new MalformedFrameError(CHANNEL, `unknown topic ${shown(topic)}`);
  const payload = wireObject(CHANNEL, outer.payload);
  const symbol = wireText(CHANNEL, payload, 'symbol');
  const prints = 'data' in payload ? wireArray(CHANNEL, payload, 'data') : [payload];
  wireEach(prints, refuse, (each) => emitPrint(wireObject(CHANNEL, each), symbol, lookbackMs, emit));
}

function emitPrint(print: Wire, symbol: string, lookbackMs: number, emit: Emit): void {
  const exchangeAt = wireInstant(CHANNEL, 'timestamp', print.timestamp);
  const exact = print.full_accuracy_value;
  const chainlink = /^([a-z0-9]+)\/usd$/.exec(symbol);
  if (chainlink !== null) {
    emit({
      kind: 'reference',
      source: 'chainlink',
      asset: chainlink[1] as string,
      lookbackMs,
      value:
        typeof exact === 'string'
          ? wireReference(CHANNEL, 'full_accuracy_value', exact, parseReferenceE18)
          : wireReference(CHANNEL, 'value', wireFigure(CHANNEL, print, 'value')),
      exchangeAt,
    });
    return;
  }
  const relayed = /^([a-z0-9]+?)usdt?$/.exec(symbol);
  if (relayed === null) throw new MalformedFrameError(CHANNEL, `unknown symbol ${shown(symbol)}`);
  emit({
    kind: 'trade',
    source: 'binance-relay',
    asset: relayed[1] as string,
    pair: symbol,
    price: wireDecimal(
      CHANNEL,
      'value',
      wireFigure(CHANNEL, print, exact === undefined ? 'value' : 'full_accuracy_value'),
      parseSpotPrice,
    ),
    tradeId: undefined,
    exchangeAt,
  });
}
