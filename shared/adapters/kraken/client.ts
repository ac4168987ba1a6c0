import type { FrameKind, Protocol } from '../../ports/feeds.ts';
import { HEARTBEAT, QUOTE, SYMBOL, subscriptions, symbol, TRADE } from './messages.ts';

/** Heartbeats in a row, one a second, that may stand for a quiet market on a connection that told no quote yet. */
const MOST_HEARTBEATS = 30;

/**
 * Kraken v2 (facts/exchanges.md 3). It sends a heartbeat after each second without anything else. Once a connection
 * has told quotes, which change several times a second, a heartbeat in their place is no sign of life.
 */
export function krakenProtocol({
  urls,
  assets,
}: {
  urls: readonly string[];
  assets: readonly string[];
}): Protocol {
  let quoted = false;
  let heartbeats = 0;
  return {
    channel: 'kraken',
    urls,
    opening() {
      quoted = false;
      heartbeats = 0;
      return subscriptions(assets);
    },
    kindOf(text): FrameKind {
      if (text.startsWith(HEARTBEAT)) return !quoted && ++heartbeats <= MOST_HEARTBEATS ? 'alive' : 'reply';
      const isQuote = text.startsWith(QUOTE);
      if (!isQuote && !text.startsWith(TRADE)) return 'reply';
      quoted ||= isQuote;
      heartbeats = 0;
      return 'data';
    },
    subjects: { names: assets.map(symbol), of: (text) => SYMBOL.exec(text)?.[1] },
    silenceMs: 4_000,
  };
}
