import { describe, expect, test } from 'vitest';
import type { GammaClient } from '../../../../shared/adapters/polymarket/client-gamma.ts';
import { Discovery } from '../../../../shared/adapters/polymarket/discovery.ts';
import { VenueUnavailableError } from '../../../../shared/contracts/errors.ts';
import { microUsdc } from '../../../../shared/domain/units/money.ts';
import { type EpochMs, epochMs } from '../../../../shared/domain/units/time.ts';
import { gammaEvent, gammaMarket, gammaResolved } from '../../feeds/sample-frames.ts';

/** The sample is the window of 17:30 to 17:45. */
const on = (clock: string): EpochMs => epochMs(Date.parse(`2026-09-28T${clock}Z`));
const slug = 'btc-updown-15m-1790616600';
const event = (changes: object = {}): string =>
  JSON.stringify({ ...gammaEvent, markets: [{ ...gammaMarket, ...changes }] });

/** A listing as told, which can be changed at any time. */
function start({ ahead = 0, asset = 'btc' } = {}) {
  const listing = new Map<string, string>();
  const pages: string[] = [];
  const state = { now: on('17:20:00'), failure: undefined as VenueUnavailableError | undefined };
  const asked: string[] = [];
  const frames: string[] = [];
  const markets: [string, string | undefined][] = [];
  const failures: string[] = [];
  const gamma: GammaClient = {
    async eventBySlug(which) {
      asked.push(which);
      if (state.failure !== undefined) throw state.failure;
      return listing.get(which);
    },
    async *events({ seriesId }) {
      asked.push(`series ${seriesId}`);
      yield* pages;
    },
  };
  const discovery = new Discovery({
    clock: { now: () => state.now },
    gamma,
    series: [{ asset, length: '15m' }],
    ahead,
    criteria: { leastLeftMs: 600_000, minLiquidity: microUsdc(100_000_000) },
    onFrame: (text) => frames.push(text),
    onMarket: (market, reason) => markets.push([market.slug, reason]),
    onUnavailable: (error) => failures.push(error.message),
  });
  const askAt = async (clock: string) => {
    asked.length = 0;
    state.now = on(clock);
    await discovery.askDue();
    return [...asked];
  };
  return { askAt, discovery, failures, frames, listing, markets, pages, state };
}

test('the current window and those ahead are asked for by their slugs', async () => {
  const { askAt } = start({ asset: 'eth', ahead: 2 });
  expect(await askAt('17:35:00')).toEqual([
    'eth-updown-15m-1790616600',
    'eth-updown-15m-1790617500',
    'eth-updown-15m-1790618400',
  ]);
  expect(await askAt('17:35:29')).toEqual([]);
});

test('a market is followed from its listing to its resolution, every body told as it was', async () => {
  const { askAt, frames, listing, markets } = start();
  listing.set(slug, event({ acceptingOrders: false }));
  await askAt('17:30:00');
  listing.set(slug, event());
  await askAt('17:31:00');
  const struck = JSON.stringify({ ...gammaEvent, eventMetadata: { priceToBeat: 83884.316 } });
  listing.set(slug, struck);
  await askAt('17:32:00');
  expect(await askAt('17:44:59')).toEqual([]);
  const resolved = JSON.stringify(gammaResolved);
  listing.set(slug, resolved);
  expect(await askAt('17:45:05')).toContain(slug);
  expect(await askAt('17:46:00')).not.toContain(slug);
  expect(frames).toEqual([event({ acceptingOrders: false }), event(), struck, resolved]);
  expect(markets).toEqual([
    [slug, 'not-accepting-orders'],
    [slug, undefined],
  ]);
});

describe('a market that is left alone is told all the same, with the reason', () => {
  test.each([
    ['thin', { liquidityNum: 99.5 }],
    ['thin', { liquidity: '99.5' }],
    ['unsupported-version', { version: 'v2' }],
    [undefined, { liquidity: '100.25' }],
    [undefined, { liquidity: 'plenty' }],
  ])('%s: %j', async (reason, changes) => {
    const { askAt, frames, listing, markets } = start();
    listing.set(slug, event(changes));
    await askAt('17:30:00');
    expect(markets).toEqual([[slug, reason]]);
    expect(frames).toEqual([event(changes)]);
  });
});

describe('a window whose slug the venue does not know', () => {
  const other = event({ slug: 'btc-updown-15m-1790617500' });
  const page = (...events: string[]) => `{"events":[${events.join()}],"next_cursor":"x"}`;

  test('is looked for in its series, and the page that has it told', async () => {
    const { askAt, frames, markets, pages } = start();
    pages.push(page(other), page(other, event()), page());
    expect(await askAt('17:30:00')).toEqual([slug, 'series 10192']);
    expect(frames).toEqual([page(other, event())]);
    expect(markets).toEqual([[slug, undefined]]);
  });

  test('is asked for again when its series has it not', async () => {
    const { askAt, frames, pages } = start();
    pages.push(...Array.from({ length: 9 }, () => page(other)));
    await askAt('17:30:00');
    expect(await askAt('17:30:30')).toEqual([slug, 'series 10192']);
    expect(frames).toEqual([]);
  });

  test('is not looked for in a series whose id is not known', async () => {
    const { askAt } = start({ asset: 'eth' });
    expect(await askAt('17:30:00')).toEqual(['eth-updown-15m-1790616600']);
  });

  test('is not looked for once it was listed', async () => {
    const { askAt, listing } = start();
    listing.set(slug, event());
    await askAt('17:30:00');
    listing.clear();
    expect(await askAt('17:31:00')).toEqual([slug]);
  });
});

describe('a venue that cannot be asked', () => {
  test('is asked again in its time', async () => {
    const { askAt, failures, state } = start({ asset: 'eth' });
    state.failure = new VenueUnavailableError('venue.example answered 502');
    await askAt('17:30:00');
    expect(failures).toEqual(['venue.example answered 502']);
    expect(await askAt('17:30:29')).toEqual([]);
    expect(await askAt('17:30:30')).toHaveLength(1);
  });

  test('is left alone for as long as it wants', async () => {
    const { askAt, state } = start({ asset: 'eth' });
    state.failure = new VenueUnavailableError('venue.example answered 429', { retryAfterMs: 90_000 });
    await askAt('17:30:00');
    expect(await askAt('17:31:29')).toEqual([]);
    expect(await askAt('17:31:30')).toHaveLength(1);
  });

  test('whose body cannot be read is told, for its parser to name, and asked again', async () => {
    const { askAt, frames, listing, markets } = start();
    listing.set(slug, '{"slug":1}');
    await askAt('17:30:00');
    expect(frames).toEqual(['{"slug":1}']);
    expect(markets).toEqual([]);
    expect(await askAt('17:30:30')).toEqual([slug]);
  });
});

test('asking ends with its signal', async () => {
  const { discovery } = start();
  const stop = new AbortController();
  const running = discovery.run(stop.signal);
  stop.abort();
  await expect(running).resolves.toBeUndefined();
});
