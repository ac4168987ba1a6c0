import { ok, type Side } from './side.ts';

/** What the probe of the venue's web site answers: facts/polymarket.md 8.1. */
export interface Geography {
  readonly blocked: boolean;
  readonly ip: string;
  readonly country: string;
  readonly region: string;
}

/** Ireland, from where the interface may be used. */
export const UNBLOCKED: Geography = { blocked: false, ip: '127.0.0.1', country: 'IE', region: '' };

/** The web site's probe of where its visitor is. */
export function makeSite(geography: Geography): Side {
  return {
    prefix: '/site',
    channel: 'gamma',
    hears: [],
    play: () => {},
    answer: ({ path }) => (path === '/api/geoblock' ? ok(geography) : undefined),
  };
}
