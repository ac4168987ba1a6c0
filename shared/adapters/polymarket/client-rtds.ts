import { SECOND_MS } from '../../domain/units/time.ts';
import type { FrameKind, Protocol } from '../../ports/feeds.ts';
import { PING, printOf, RTDS_PRINT, rtdsPrints, rtdsSubscriptions } from './messages.ts';

/** The venue's legacy price feed (facts 6.3), for as long as it lives: it needs no credentials. */
export const rtdsProtocol = ({
  urls,
  assets,
}: {
  urls: readonly string[];
  assets: readonly string[];
}): Protocol => ({
  channel: 'rtds',
  urls,
  opening: () => assets.flatMap(rtdsSubscriptions),
  kindOf: (text): FrameKind => (text.includes(RTDS_PRINT) ? 'data' : 'reply'),
  subjects: { names: assets.flatMap(rtdsPrints), of: printOf },
  silenceMs: 4_000,
  ping: { text: PING, everyMs: 5 * SECOND_MS },
});
