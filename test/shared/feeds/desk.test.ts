import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { PricePollers } from '../../../shared/adapters/ccxt/poll.ts';
import type { TapeLine } from '../../../shared/adapters/tape/format.ts';
import { Credentials } from '../../../shared/contracts/credentials.ts';
import { hostsOfVenue } from '../../../shared/contracts/hosts.ts';
import type { MarketEvent } from '../../../shared/domain/market/event.ts';
import { microUsdc } from '../../../shared/domain/units/money.ts';
import { epochMs } from '../../../shared/domain/units/time.ts';
import { Desk } from '../../../shared/feeds/desk.ts';
import type { Frame } from '../../../shared/ports/feeds.ts';
import { NO_INTERFERENCE } from '../../../sim/servers/outlet.ts';
import type { VenueOptions } from '../../../sim/servers/venue.ts';
import { book, changes, coinbaseTrade, listing } from '../../backtest/made-tape.ts';
import { heartbeat, LISTED, OPEN, SERIES, venueOf } from '../../local/live/rig.ts';

const IN_TIME = { timeout: 15_000 };
const FROM = epochMs(OPEN - 60_000);
const BOOK = { bids: [['0.49', '10']], asks: [['0.51', '10']] } as const;

/** A desk that listens to a venue which plays `lines` from a minute before a window opens. */
async function listening(lines: readonly TapeLine[], options: Partial<VenueOptions> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'quarterhour-desk-'));
  const venue = await venueOf(folder, [LISTED, ...lines, heartbeat(OPEN + 1_800_000)], {
    from: FROM,
    ...options,
  });
  const recorded: Frame[] = [];
  const taken: MarketEvent[] = [];
  const desk = new Desk({
    hosts: hostsOfVenue(venue.url),
    series: SERIES,
    credentials: new Credentials({ apiKey: 'a', secret: 'b', passphrase: 'c' }),
    criteria: { leastLeftMs: 60_000, minLiquidity: microUsdc(0) },
    clock: venue,
    random: () => 0,
    record: (frame) => recorded.push(frame),
    take: (events) => taken.push(...events),
    onMarket: () => undefined,
    onTrouble: () => undefined,
    rest: new PricePollers(),
  });
  onTestFinished(() => desk.stop());
  desk.start();
  const status = (channel: string) => desk.status().find((feed) => feed.channel === channel);
  return { desk, recorded, taken, status };
}

test('finds the window, listens to its books, and tells what came as it came', async () => {
  const lines = [book(FROM - 1_000, '0x1-up', BOOK), coinbaseTrade(FROM + 4_000, 1, '64000.00')];
  const { desk, recorded, taken, status } = await listening(lines);
  await vi.waitFor(() => {
    const kinds = taken.map(({ kind }) => kind);
    expect(kinds).toContain('listed');
    expect(kinds).toContain('book');
    expect(kinds).toContain('trade');
  }, IN_TIME);
  expect(desk.tokens).toEqual(['0x1-up', '0x1-down']);
  expect(recorded.map(({ text }) => text)).toContain(lines[1]?.frame);
  expect(status('coinbase')).toMatchObject({ state: 'live', malformed: 0, polled: false });
  // It was stamped when it was on the tape, so that the lag is that of the way.
  expect(status('coinbase')?.lag?.median).toBeGreaterThanOrEqual(0);
  expect(desk.health().errors).toBe(0);
});

test('tells of every feed that what it missed before the start is a gap', async () => {
  const { recorded } = await listening([]);
  const gaps = () =>
    recorded.filter(({ channel }) => channel === 'gap').map(({ text }) => JSON.parse(text).channel);
  await vi.waitFor(() => {
    expect(gaps().sort()).toEqual(['binance', 'bitstamp', 'clob', 'coinbase', 'kraken', 'polybolt']);
  }, IN_TIME);
});

test('records frames that cannot be read, counts them by reason, and goes on', async () => {
  const broken = coinbaseTrade(FROM + 4_000, 1, 'much');
  const next = coinbaseTrade(FROM + 5_000, 2, '64000.00');
  const { desk, recorded, taken, status } = await listening([broken, next]);
  await vi.waitFor(() => expect(taken.map(({ kind }) => kind)).toContain('trade'), IN_TIME);
  expect(recorded.map(({ text }) => text)).toContain(broken.frame);
  expect(status('coinbase')).toMatchObject({ state: 'live', malformed: 1, connections: 1 });
  expect(desk.malformed()).toEqual([{ channel: 'coinbase', reason: expect.any(String), count: 1 }]);
});

test('keeps a hundred reasons apart: a venue may say something else each time', async () => {
  const unheard = Array.from({ length: 120 }, (_, i) => ({
    receivedAt: FROM + 4_000,
    channel: 'bitstamp' as const,
    frame: `{"event":"unheard${i}","channel":"live_trades_btcusd","data":{}}`,
  }));
  const { desk, status } = await listening(unheard);
  await vi.waitFor(() => expect(status('bitstamp')?.malformed).toBe(120), IN_TIME);
  expect(desk.malformed()).toHaveLength(101);
  expect(desk.malformed()).toContainEqual({ channel: 'bitstamp', reason: 'other reasons', count: 20 });
});

test('listens to the books of the next window in time, and leaves those of one that is over, on one connection', async () => {
  const next = listing(OPEN - 600_000, {
    slug: `btc-updown-15m-${OPEN / 1_000 + 900}`,
    condition: '0x2',
  });
  const tokens = ['0x1-up', '0x2-up'];
  // A change of both books every minute, which is a quarter of a second here: the socket is never silent.
  const told = Array.from({ length: 27 }, (_, minute) =>
    tokens.map((token) => changes(OPEN + minute * 60_000, [[token, 'BUY', '0.49', String(minute + 1)]])),
  ).flat();
  const { desk, recorded, status } = await listening(
    [next, ...tokens.map((token) => book(FROM - 1_000, token, BOOK)), ...told],
    { rate: 240 },
  );
  const heard = (token: string) =>
    recorded.filter(({ channel, text }) => channel === 'clob' && text.includes(token)).map(({ at }) => at);
  await vi.waitFor(() => expect(heard('0x2-up').at(-1)).toBeGreaterThan(OPEN + 25 * 60_000), IN_TIME);
  expect(status('clob')).toMatchObject({ state: 'live', connections: 1 });
  expect(desk.tokens).toEqual(['0x2-up', '0x2-down']);
  // From five minutes before the open; what to listen to is looked at every second, which is four minutes here.
  expect(heard('0x2-up')[0]).toBeGreaterThan(OPEN + 9 * 60_000);
  expect(heard('0x2-up')[0]).toBeLessThan(OPEN + 15 * 60_000);
  // Until two minutes after the close.
  expect(heard('0x1-up').at(-1)).toBeGreaterThan(OPEN + 14 * 60_000);
  expect(heard('0x1-up').at(-1)).toBeLessThan(OPEN + 22 * 60_000);
});

test('notices within five seconds that the mean of the price is told no more, though the price is', async () => {
  /** Facts 6.4. */
  const prints = (channel: string, more: object, seconds: number): TapeLine[] =>
    Array.from({ length: seconds }, (_, second) => {
      const [receivedAt, seq] = [FROM + second * 1_000, second + 1];
      const payload = { symbol: 'btcusd', value: seq, timestamp: receivedAt, ...more };
      return {
        receivedAt,
        channel: 'polybolt',
        frame: JSON.stringify({ v: 1, channel, seq, ts: receivedAt, payload }),
      };
    });
  const { recorded } = await listening(
    [
      ...prints('price.crypto', { source: 'chainlink' }, 20),
      ...prints('price.crypto.twap', { source: 'chainlink', window_seconds: 60 }, 4),
    ].toSorted((a, b) => a.receivedAt - b.receivedAt),
  );
  const gap = () =>
    recorded.find(({ channel, text }) => channel === 'gap' && text.includes('no data of price.crypto.twap'));
  await vi.waitFor(() => expect(gap()).toBeDefined(), IN_TIME);
  // The last one was told three seconds after the venue began.
  expect(gap()?.at).toBeLessThan(FROM + 3_000 + 5_000);
});

test('asks an exchange by REST while its socket stays down', async () => {
  const { desk, taken, status } = await listening([coinbaseTrade(FROM - 1_000, 1, '64000.00')], {
    interference: { ...NO_INTERFERENCE, upgrade: (channel) => (channel === 'coinbase' ? 503 : undefined) },
  });
  await vi.waitFor(() => {
    expect(taken).toContainEqual(expect.objectContaining({ kind: 'trade', source: 'coinbase' }));
  }, IN_TIME);
  expect(status('coinbase')).toMatchObject({ polled: true, reason: 'the host answered 503' });
  await vi.waitFor(() => {
    expect(desk.calls(60_000).get('coinbase')?.calls).toBeGreaterThan(0);
  }, IN_TIME);
});

test('stops at once, though a host that it asked does not answer', async () => {
  let asked = 0;
  const hang = () => {
    asked++;
    return 'hang' as const;
  };
  const { desk } = await listening([], { interference: { ...NO_INTERFERENCE, request: hang } });
  await vi.waitFor(() => expect(asked).toBeGreaterThan(0), IN_TIME);
  const from = performance.now();
  await desk.stop();
  // A host has five seconds to answer.
  expect(performance.now() - from).toBeLessThan(3_000);
});
