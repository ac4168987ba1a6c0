/** Whose frames a line of a tape holds; each has one parser. `gap` is our own: it says what was not heard. */
export const CHANNELS = [
  'binance',
  'coinbase',
  'kraken',
  'bitstamp',
  'clob',
  'clob-rest',
  'rtds',
  'polybolt',
  'gamma',
  'pyth',
  'gap',
] as const;
export type Channel = (typeof CHANNELS)[number];
