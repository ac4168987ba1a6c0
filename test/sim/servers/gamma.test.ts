import { expect, test } from 'vitest';
import { makeGamma } from '../../../sim/servers/gamma.ts';
import { Listings } from '../../../sim/servers/listings.ts';
import { makeSite, UNBLOCKED } from '../../../sim/servers/site.ts';
import { gammaEvent, gammaMarket, gammaResolved } from '../../shared/feeds/sample-frames.ts';
import { serving } from './rig.ts';

const { slug } = gammaMarket;

async function rig() {
  const side = makeGamma(new Listings());
  const served = await serving(side);
  return { ...served, tell: (frame: unknown) => side.play(JSON.stringify(frame), 'gamma') };
}

const eventOf = (name: string) => ({
  ...gammaEvent,
  slug: name,
  markets: [{ ...gammaMarket, slug: name, conditionId: name, clobTokenIds: [`${name}-up`, `${name}-down`] }],
});

test('an event and its market are found by slug as the tape last told them', async () => {
  const { tell, get } = await rig();
  tell(gammaEvent);
  expect(await get(`/gamma/events/slug/${slug}`)).toEqual(gammaEvent);
  expect(await get(`/gamma/events?slug=${slug}`)).toEqual([gammaEvent]);
  expect(await get(`/gamma/markets/slug/${slug}`)).toEqual(gammaMarket);
  expect(await get(`/gamma/markets?slug=${slug}`)).toEqual([gammaMarket]);
  tell([gammaResolved]);
  expect(await get(`/gamma/events/slug/${slug}`)).toEqual(gammaResolved);
});

test('what the tape has not told yet is not known', async () => {
  const { get, status, tell } = await rig();
  expect(await status(`/gamma/events/slug/${slug}`)).toBe(404);
  expect(await get(`/gamma/markets/slug/${slug}`)).toEqual({
    type: 'not found error',
    error: 'slug not found',
  });
  expect(await get(`/gamma/events?slug=${slug}`)).toEqual([]);
  tell('nothing');
  tell([3, {}]);
  expect(await status('/gamma/series')).toBe(404);
});

test('a market that the tape holds alone gets an event around it', async () => {
  const { tell, get } = await rig();
  tell(gammaMarket);
  expect(await get(`/gamma/events/slug/${slug}`)).toMatchObject({ slug, markets: [gammaMarket] });
});

test('lists leave closed events out unless they are asked for, and go on from a cursor', async () => {
  const { tell, get } = await rig();
  tell([eventOf('one'), eventOf('two'), eventOf('three'), gammaResolved]);
  const first = (await get('/gamma/events/keyset?series_id=10192&closed=false&limit=2')) as Record<
    string,
    string
  >;
  expect(first).toMatchObject({
    events: [{ slug: 'one' }, { slug: 'two' }],
    next_cursor: expect.any(String),
  });
  expect(await get(`/gamma/events/keyset?closed=false&limit=2&after_cursor=${first.next_cursor}`)).toEqual({
    events: [eventOf('three')],
  });
  expect(await get('/gamma/events/keyset?closed=true')).toEqual({ events: [gammaResolved] });
});

test('the oldest of very many listings are forgotten', () => {
  const listings = new Listings();
  for (let n = 0; n <= 2_000; n++) listings.take(JSON.stringify(eventOf(`n${n}`)));
  expect(listings.all()).toHaveLength(2_000);
  expect([listings.bySlug('n0'), listings.byCondition('n0'), listings.byToken('n0-up')]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect(listings.byToken('n2000-down')?.slug).toBe('n2000');
});

test('arrays inside texts that are none are empty', () => {
  const listings = new Listings();
  listings.take(JSON.stringify({ ...gammaMarket, outcomes: 'Up', clobTokenIds: '{}' }));
  expect(listings.bySlug(slug)?.tokens).toEqual([]);
});

test('the web site tells where its visitor is', async () => {
  const geography = { ...UNBLOCKED, blocked: true, country: 'US', region: 'NY' };
  const { get, status } = await serving(makeSite(geography));
  expect(await get('/site/api/geoblock')).toEqual({
    blocked: true,
    ip: '127.0.0.1',
    country: 'US',
    region: 'NY',
  });
  expect(await status('/site')).toBe(404);
});
