import type { Listing, Listings } from './listings.ts';
import { type Answer, answer, ok, type Question, type Side } from './side.ts';

const NOT_FOUND = answer(404, { type: 'not found error', error: 'slug not found' });
const MOST_EVENTS = 100;

/** The listing, as far as the tape has told it: facts/polymarket.md 3.2. */
export function makeGamma(listings: Listings): Side {
  return {
    prefix: '/gamma',
    channel: 'gamma',
    restChannel: 'gamma',
    hears: ['gamma'],
    play: (frame) => listings.take(frame),
    answer: ({ path, query }) => gammaAnswer(path, query, listings),
  };
}

function gammaAnswer(path: Question['path'], query: URLSearchParams, listings: Listings): Answer | undefined {
  if (path === '/events/keyset') return page(query, listings);
  if (path === '/events') return ok(found(query, listings).map(({ event }) => event));
  if (path === '/markets') return ok(found(query, listings).map(({ market }) => market));
  const named = /^\/(events|markets)\/slug\/([^/]+)$/.exec(path);
  const listing = listings.bySlug(named?.[2] ?? '');
  if (named === null || listing === undefined) return NOT_FOUND;
  return ok(named[1] === 'events' ? listing.event : listing.market);
}

/** Closed ones only when they are asked for, by their slug or by `closed=true`. */
function found(query: URLSearchParams, listings: Listings): Listing[] {
  const slug = query.get('slug');
  if (slug !== null) return listings.all().filter((each) => each.slug === slug);
  return listings.all().filter(({ closed }) => closed === (query.get('closed') === 'true'));
}

/** The cursor is the slug of the last one told; without a next page there is none. */
function page(query: URLSearchParams, listings: Listings): Answer {
  const limit = Math.min(Number(query.get('limit') ?? MOST_EVENTS), MOST_EVENTS);
  const all = found(query, listings);
  const cursor = query.get('after_cursor');
  const from = cursor === null ? 0 : all.findIndex(({ slug }) => slug === cursor) + 1;
  const events = all.slice(from, from + limit);
  const more = from + limit < all.length;
  return ok({
    events: events.map(({ event }) => event),
    ...(more && { next_cursor: events.at(-1)?.slug }),
  });
}
