import type { Credentials } from '../../contracts/credentials.ts';
import type { FrameKind, Protocol } from '../../ports/feeds.ts';
import {
  POLYBOLT_AUTHED,
  POLYBOLT_PRICE,
  POLYBOLT_PRINT,
  POLYBOLT_REFUSED,
  polyboltAuth,
  polyboltPrints,
  polyboltSubscription,
  printOf,
} from './messages.ts';

/** Close codes (facts 6.4). */
const UNAUTHORISED = 4001;
const DRAINING = 4003;
const POLICY = 4008;
/** The venue asks for up to ten seconds. */
const DRAINED_AFTER_MS = 5_000;

/** The venue's price feed (facts 6.4): it takes subscriptions only from who has said who he is. */
export const polyboltProtocol = ({
  urls,
  assets,
  lookbackMs,
  credentials,
}: {
  urls: readonly string[];
  assets: readonly string[];
  lookbackMs: number;
  credentials: Credentials;
}): Protocol => ({
  channel: 'polybolt',
  urls,
  opening: () => [polyboltAuth(credentials.reveal())],
  afterReady: () => assets.map((asset) => polyboltSubscription(asset, lookbackMs)),
  kindOf,
  subjects: { names: assets.flatMap(polyboltPrints), of: printOf },
  silenceMs: 4_000,
  afterClose(code) {
    if (code === UNAUTHORISED || code === POLICY) return 'refused';
    return code === DRAINING ? { waitMs: DRAINED_AFTER_MS } : undefined;
  },
});

function kindOf(text: string): FrameKind {
  if (text.includes(POLYBOLT_PRICE) && text.includes(POLYBOLT_PRINT)) return 'data';
  if (text.includes(POLYBOLT_AUTHED)) return 'ready';
  return POLYBOLT_REFUSED.test(text) ? 'refused' : 'reply';
}
