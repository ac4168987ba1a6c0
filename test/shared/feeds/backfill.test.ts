import { expect, onTestFinished, test, vi } from 'vitest';
import { RestThread } from '../../../shared/adapters/ccxt/rest-thread.ts';
import { hostsOfVenue } from '../../../shared/contracts/hosts.ts';
import { epochMs } from '../../../shared/domain/units/time.ts';
import { backfill } from '../../../shared/feeds/backfill.ts';
import { coinbaseTrade } from '../../backtest/made-tape.ts';
import { aCollector, heartbeat, LISTED, OPEN, SERIES, venueOf, WINDOW } from '../../local/live/rig.ts';
import { scratchFolder } from '../../local/tapes.ts';

const folder = scratchFolder();
/** A trade every ten seconds, a dollar higher each, from five minutes before the open until two after it, one of them a second before. */
const trades = Array.from({ length: 43 }, (_, n) =>
  coinbaseTrade(OPEN - 301_000 + n * 10_000, n + 1, `${64_000 + n}.00`),
);
const tape = [LISTED, ...trades, heartbeat(OPEN + 1_800_000)];

async function filled(knownUntil?: number) {
  const venue = await venueOf(folder, tape, { from: epochMs(OPEN + 121_000) });
  const rest = new RestThread();
  onTestFinished(() => rest.close());
  const failures: Error[] = [];
  const heard = await backfill({
    hosts: hostsOfVenue(venue.url),
    clock: venue,
    series: SERIES,
    rest,
    knownUntil: knownUntil === undefined ? undefined : epochMs(knownUntil),
    failed: (error) => failures.push(error),
  });
  return { heard, failures, spot: heard.filter(({ frame }) => frame.channel === 'coinbase') };
}

test('the window that is open has its listing and the path since its open', async () => {
  const { heard, spot } = await filled();
  expect(heard[0]?.frame).toMatchObject({
    channel: 'gamma',
    text: expect.stringContaining(`"slug":"btc-updown-15m-${OPEN / 1_000}"`),
  });
  // From 111 seconds before the open until 119 after it, every ten seconds.
  expect(spot).toHaveLength(24);
  const times = heard.map(({ frame }) => frame.at);
  expect(times).toEqual([...times].sort((a, b) => a - b));
  const collector = aCollector();
  for (const { frame, events } of heard) {
    collector.advance(frame.at);
    for (const event of events) collector.take(event, frame.at);
  }
  collector.advance(epochMs(OPEN + 121_000));
  // The last trade before the open was at 64,030, and the last of all at 64,042.
  expect(collector.snapshot(WINDOW, epochMs(OPEN + 121_000))?.consensus?.change).toBeCloseTo(12 / 64_030, 6);
});

test('what is known already is not asked for again', async () => {
  const { spot } = await filled(OPEN + 60_000);
  expect(Math.min(...spot.map(({ frame }) => frame.at))).toBeGreaterThanOrEqual(OPEN + 60_000);
});

const clock = { now: () => epochMs(OPEN + 121_000) };
const NOBODY = hostsOfVenue('http://127.0.0.1:1');

test('an exchange that has not answered within half a minute is left out', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  const failures: Error[] = [];
  const rest = {
    open: async ({ source }: { source: string }) => ({
      history: async () => {
        if (source !== 'coinbase') return new Promise<never>(() => undefined);
        const { channel, frame: text, receivedAt } = coinbaseTrade(OPEN, 1, '64000.00');
        return [{ channel, text, at: epochMs(receivedAt) }];
      },
    }),
  };
  const filling = backfill({
    hosts: NOBODY,
    clock,
    series: SERIES,
    rest,
    failed: (error) => failures.push(error),
  });
  await vi.advanceTimersByTimeAsync(30_000);
  expect((await filling).map(({ frame }) => frame.channel)).toEqual(['coinbase']);
  expect(failures.map(({ message }) => /^(\w+) has not told/.exec(message)?.[1]).filter(Boolean)).toEqual([
    'binance',
    'kraken',
    'bitstamp',
  ]);
});

test('a frame that cannot be read says nothing', async () => {
  const failures: Error[] = [];
  const rest = {
    open: async () => ({
      history: async () => [{ channel: 'kraken', text: '{', at: epochMs(OPEN) } as const],
    }),
  };
  const heard = await backfill({
    hosts: NOBODY,
    clock,
    series: SERIES,
    rest,
    failed: (error) => failures.push(error),
  });
  expect(heard.flatMap(({ events }) => events)).toEqual([]);
  expect(new Set(failures.map(({ name }) => name))).toEqual(
    new Set(['VenueUnavailableError', 'MalformedFrameError']),
  );
});
