import type { FrameKind, Protocol } from '../../ports/feeds.ts';
import { HEARTBEAT, product, productOf, subscription, TRADE } from './messages.ts';
import { TradeProgress } from './trade-progress.ts';

/**
 * The Coinbase Exchange feed (facts/exchanges.md 2.1). A heartbeat comes every second and stands for a quiet market,
 * but not when it names trades that never came: then it is an answer like any other, and the silence is noticed.
 */
export function coinbaseProtocol({
  urls,
  assets,
}: {
  urls: readonly string[];
  assets: readonly string[];
}): Protocol {
  let progress = new TradeProgress();
  return {
    channel: 'coinbase',
    urls,
    opening() {
      progress = new TradeProgress();
      return [subscription(assets)];
    },
    kindOf(text): FrameKind {
      if (text.startsWith(HEARTBEAT)) return progress.isBehind(text) ? 'reply' : 'alive';
      if (!TRADE.test(text)) return 'reply';
      progress.had(text);
      return 'data';
    },
    subjects: { names: assets.map(product), of: productOf },
    silenceMs: 4_000,
  };
}
