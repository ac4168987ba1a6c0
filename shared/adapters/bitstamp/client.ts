import type { FrameKind, Protocol } from '../../ports/feeds.ts';
import { eventOf, pair, pairOf, subscriptions } from './messages.ts';

/** Bitstamp (facts/exchanges.md 4). Changes of the book come several times a second, so that silence means something. */
export const bitstampProtocol = ({
  urls,
  assets,
}: {
  urls: readonly string[];
  assets: readonly string[];
}): Protocol => ({
  channel: 'bitstamp',
  urls,
  opening: () => subscriptions(assets),
  kindOf,
  subjects: { names: assets.map(pair), of: pairOf },
  silenceMs: 4_000,
});

function kindOf(text: string): FrameKind {
  const event = eventOf(text);
  if (event === 'bts:request_reconnect') return 'leave';
  return event === 'data' || event === 'trade' ? 'data' : 'reply';
}
