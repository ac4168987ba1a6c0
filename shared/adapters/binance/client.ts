import { HOUR_MS } from '../../domain/units/time.ts';
import type { FrameKind, Protocol } from '../../ports/feeds.ts';
import { combinedStream, EVENT, pair, RAW_SHUTDOWN, SHUTDOWN } from './messages.ts';

/**
 * Binance spot (facts/exchanges.md 1). The venue ends every connection after 24 hours, and warns before it ends one
 * earlier; its pings are frames of the socket's own, answered below us.
 */
export const binanceProtocol = ({
  urls,
  assets,
}: {
  urls: readonly string[];
  assets: readonly string[];
}): Protocol => ({
  channel: 'binance',
  urls: urls.map((url) => url + combinedStream(assets)),
  opening: () => [],
  kindOf,
  subjects: {
    names: assets.map(pair),
    of: (text) => text.slice(EVENT.length, text.indexOf('@', EVENT.length)),
  },
  silenceMs: 4_000,
  rotateAfterMs: 23 * HOUR_MS,
});

function kindOf(text: string): FrameKind {
  if (text.startsWith(SHUTDOWN) || text.startsWith(RAW_SHUTDOWN)) return 'leave';
  return text.startsWith(EVENT) ? 'data' : 'reply';
}
