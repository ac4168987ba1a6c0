const product = (asset: string): string => `${asset.toUpperCase()}-USD`;

/** Due within five seconds of the opening (facts/exchanges.md 2.1). */
export const subscription = (assets: readonly string[]): string =>
  JSON.stringify({
    type: 'subscribe',
    product_ids: assets.map(product),
    channels: ['heartbeat', 'matches'],
  });

/** First bytes of frames. `last_match` repeats the last trade from before the subscription. */
export const HEARTBEAT = '{"type":"heartbeat"';
export const TRADE = /^\{"type":"(?:match|last_match|ticker)"/;
