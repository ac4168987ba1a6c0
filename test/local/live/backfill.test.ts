import { expect, test } from 'vitest';
import { backfill } from '../../../local/live/backfill.ts';
import { openWorld } from '../../../local/live/world.ts';
import { epochMs } from '../../../shared/domain/units/time.ts';
import type { Frame } from '../../../shared/ports/feeds.ts';
import { coinbaseTrade } from '../../backtest/made-tape.ts';
import { scratchFolder } from '../tapes.ts';
import { aCollector, heartbeat, LISTED, OPEN, SERIES, venueOf, WINDOW } from './rig.ts';

const folder = scratchFolder();
/** A trade every ten seconds, a dollar higher each, from five minutes before the open until two after it. */
const trades = Array.from({ length: 43 }, (_, n) =>
  coinbaseTrade(OPEN - 300_000 + n * 10_000, n + 1, `${64_000 + n}.00`),
);
const tape = [LISTED, ...trades, heartbeat(OPEN + 1_800_000)];

async function filled(knownUntil?: number) {
  const venue = await venueOf(folder, tape, { from: epochMs(OPEN + 121_000) });
  const world = await openWorld({ venue: venue.url, host: [] }, {});
  const collector = aCollector();
  const recorded: Frame[] = [];
  const failures: Error[] = [];
  const frames = await backfill({
    world,
    series: SERIES,
    collector,
    knownUntil: knownUntil === undefined ? undefined : epochMs(knownUntil),
    record: (frame) => recorded.push(frame),
    failed: (error) => failures.push(error),
  });
  collector.advance(world.clock.now());
  return { collector, recorded, failures, frames };
}

test('the window that is open has its listing and the path since its open', async () => {
  const { collector, recorded, frames } = await filled();
  expect(recorded[0]).toMatchObject({
    channel: 'gamma',
    text: expect.stringContaining(`"slug":"btc-updown-15m-${OPEN / 1_000}"`),
  });
  const spot = recorded.filter(({ channel }) => channel === 'coinbase');
  // From two minutes before the open until two minutes after it, every ten seconds.
  expect(spot).toHaveLength(25);
  expect(frames).toBe(recorded.length);
  expect(recorded.map(({ at }) => at)).toEqual(recorded.map(({ at }) => at).sort((a, b) => a - b));
  // The last trade before the open was at 64,029, and the last of all at 64,042.
  expect(collector.snapshot(WINDOW, epochMs(OPEN + 121_000))?.consensus?.change).toBeCloseTo(13 / 64_029, 6);
});

test('what is known already is not asked for again', async () => {
  const { recorded } = await filled(OPEN + 60_000);
  const spot = recorded.filter(({ channel }) => channel === 'coinbase');
  expect(Math.min(...spot.map(({ at }) => at))).toBeGreaterThanOrEqual(OPEN + 60_000);
});
