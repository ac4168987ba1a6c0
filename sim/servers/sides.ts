import { makeBinance } from './binance.ts';
import { makeBitstamp } from './bitstamp.ts';
import { makeClob } from './clob.ts';
import { ClobBooks } from './clob-books.ts';
import { makeCoinbase } from './coinbase.ts';
import { makeGamma } from './gamma.ts';
import { makeKraken } from './kraken.ts';
import { Listings } from './listings.ts';
import { makePolybolt } from './polybolt.ts';
import { makeRtds } from './rtds.ts';
import type { Now, Side } from './side.ts';
import { type Geography, makeSite } from './site.ts';

/** Every venue there is. */
export function sidesOf(now: Now, geography: Geography): Side[] {
  const listings = new Listings();
  return [
    makeBinance(now),
    makeCoinbase(now),
    makeKraken(now),
    makeBitstamp(now),
    makeClob(now, new ClobBooks(), listings),
    makeGamma(listings),
    makePolybolt(now),
    makeRtds(now),
    makeSite(geography),
  ];
}
