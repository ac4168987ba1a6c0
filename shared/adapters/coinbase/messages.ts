export const product = (asset: string): string => `${asset.toUpperCase()}-USD`;

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

const PRODUCT = '"product_id":"';

/** The product of a frame, without reading the rest of it. */
export function productOf(frame: string): string {
  const from = frame.indexOf(PRODUCT);
  return from < 0 ? '' : frame.slice(from + PRODUCT.length, frame.indexOf('"', from + PRODUCT.length));
}
