import { MalformedFrameError } from '../../contracts/errors.ts';
import {
  type Refuse,
  shown,
  type Wire,
  wireArray,
  wireEach,
  wireFigure,
  wireInstant,
  wireInteger,
  wireJson,
  wireObject,
  wireReference,
  wireText,
} from '../../contracts/wire.ts';
import type { MarketEvent } from '../../domain/market/event.ts';

const CHANNEL = 'polybolt';

/**
 * One frame of the venue's price feed (facts 6.4): prints of `price.crypto` and `price.crypto.twap`, one or a snapshot
 * of two minutes. The source is the one that the frame names and never assumed. Answers (`op`) tell nothing, but an
 * error is named.
 */
export function parsePolybolt(frame: string, emit: (event: MarketEvent) => void, refuse: Refuse): void {
  const outer = wireObject(CHANNEL, wireJson(CHANNEL, frame));
  if ('op' in outer) {
    if (outer.op === 'error') throw new MalformedFrameError(CHANNEL, `the venue says: ${shown(outer.code)}`);
    return;
  }
  const channel = wireText(CHANNEL, outer, 'channel');
  if (channel !== 'price.crypto' && channel !== 'price.crypto.twap')
    throw new MalformedFrameError(CHANNEL, `unknown channel ${shown(channel)}`);
  const payload = wireObject(CHANNEL, outer.payload);
  const lookbackMs = channel === 'price.crypto' ? 0 : lookbackOf(payload);
  const source = wireText(CHANNEL, payload, 'source');
  const asset = assetOf(wireText(CHANNEL, payload, 'symbol'));
  const prints = 'data' in payload ? wireArray(CHANNEL, payload, 'data') : [payload];
  wireEach(prints, refuse, (each) => {
    const print = wireObject(CHANNEL, each);
    emit({
      kind: 'reference',
      source,
      asset,
      lookbackMs,
      value: wireReference(CHANNEL, 'value', exactText(print)),
      exchangeAt: wireInstant(CHANNEL, 'timestamp', print.timestamp),
    });
  });
}

const exactText = (print: Wire): string =>
  wireFigure(CHANNEL, print, print.full_accuracy_value === undefined ? 'value' : 'full_accuracy_value');

const HOUR_S = 3_600;

function lookbackOf(payload: Wire): number {
  const seconds = wireInteger(CHANNEL, payload, 'window_seconds');
  if (seconds < 1 || seconds > HOUR_S)
    throw new MalformedFrameError(CHANNEL, `window_seconds is ${seconds}: out of range`);
  return seconds * 1000;
}

/** 'btc' of 'btcusd'. */
function assetOf(symbol: string): string {
  const match = /^([a-z0-9]+?)usd$/.exec(symbol);
  if (match === null) throw new MalformedFrameError(CHANNEL, `unknown symbol ${shown(symbol)}`);
  return match[1] as string;
}
