import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { leadLag } from '../../backtest/lead-lag.ts';
import type { TapeLine } from '../../shared/adapters/tape/format.ts';
import { makeRandom } from '../../sim/random.ts';
import { binanceTrade, coinbaseTrade, madeTape, print } from './made-tape.ts';

const FROM = Date.parse('2026-09-28T17:30:00Z');
const STEP_MS = 100;
const STEPS = 3_000;

/** A walk in cents that ends where it began and stands still in its first and last two seconds. */
function walk(name = 'walk'): number[] {
  const random = makeRandom(1, name);
  const moved = Array.from({ length: STEPS }, (_, step) =>
    step < 20 || step >= STEPS - 20 ? 0 : random.whole(401) - 200,
  );
  const drift = moved.reduce((sum, each) => sum + each, 0);
  moved[STEPS / 2] = (moved[STEPS / 2] as number) - drift;
  let cents = 6_400_000;
  return moved.map((each) => (cents += each));
}

describe('lead and lag', () => {
  const folder = mkdtempSync(join(tmpdir(), 'quarterhour-lead-lag-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const compared = (name: string, lines: readonly TapeLine[]) => {
    const sorted = lines.toSorted((a, b) => a.receivedAt - b.receivedAt);
    return leadLag([madeTape(join(folder, `${name}.tape`), sorted)], { wrong: expect.fail });
  };
  const cents = (value: number): string => (value / 100).toFixed(2);
  const path = walk();
  const leader = path.map((value, step) => binanceTrade(FROM + step * STEP_MS, step + 1, cents(value)));

  test('a feed that says the same 700 ms later and 12.50 dollars higher follows by that', async () => {
    const follower = path.map((value, step) =>
      coinbaseTrade(FROM + step * STEP_MS + 700, step + 1, cents(value + 1_250)),
    );
    const [pair, ...others] = await compared('shifted', [...leader, ...follower]);
    expect(others).toEqual([]);
    expect(pair).toMatchObject({ leader: 'binance', follower: 'coinbase', significant: true });
    expect(pair?.correlation).toBeGreaterThan(0.999);
    expect(Math.abs((pair?.lagMs ?? 0) - 700)).toBeLessThan(20);
    // Both stand still where only one of them is seen, so that what the leader is ahead cancels out.
    expect(pair?.basisUsd).toBeCloseTo(12.5, 1);
  });

  test('a lag is told finer than the grid on which feeds are compared', async () => {
    const at = (step: number) => FROM + step * STEP_MS + ((step * 37) % STEP_MS);
    const early = path.map((value, step) => binanceTrade(at(step), step + 1, cents(value)));
    const late = path.map((value, step) => coinbaseTrade(at(step) + 750, step + 1, cents(value)));
    const [pair] = await compared('between', [...early, ...late]);
    expect(Math.abs((pair?.lagMs ?? 0) - 750)).toBeLessThan(30);
  });

  test('spot prints of the reference feed are a feed of their own, averages are none', async () => {
    const prints = (topic: string) =>
      path
        .filter((_, step) => step % 10 === 0)
        .map((value, second) => print(FROM + second * 1_000, `${value}0000000000000000`, topic));
    const spot = await compared('spot', [...leader, ...prints('crypto_prices_chainlink')]);
    // a print of every second, received 1.2 s later, and half a second old on average by the time of the next
    expect(spot).toMatchObject([{ leader: 'binance', follower: 'chainlink' }]);
    expect(Math.abs((spot[0]?.lagMs ?? 0) - 1_650)).toBeLessThan(100);
    expect(await compared('average', [...leader, ...prints('crypto_prices_twap_sixty')])).toEqual([]);
  });

  test('a drift in common is no lead: moves are compared, not levels', async () => {
    const drifting = (values: readonly number[]) => values.map((value, step) => cents(value + 20 * step));
    const lines = [
      ...drifting(path).map((price, step) => binanceTrade(FROM + step * STEP_MS, step + 1, price)),
      ...drifting(walk('another')).map((price, step) =>
        coinbaseTrade(FROM + step * STEP_MS, step + 1, price),
      ),
    ];
    const [pair] = await compared('drift', lines);
    expect(pair?.correlation).toBeLessThan(0.4);
    expect(pair?.significant).toBe(false);
  });

  test('feeds that have nothing to do with each other have no lag, however high the best of 121 is', async () => {
    const found: (boolean | undefined)[] = [];
    let highest = 0;
    for (const name of ['one', 'two', 'three', 'four', 'five', 'six']) {
      const other = walk(name).map((value, step) =>
        coinbaseTrade(FROM + step * STEP_MS, step + 1, cents(value)),
      );
      const [pair] = await compared(name, [...leader, ...other]);
      found.push(pair?.significant);
      highest = Math.max(highest, pair?.correlation ?? 0);
      // Moves of a second overlap, so that the 2,990 instants of a random walk say no more than some 2,990 / 6.7 = 446
      // would: the best of 121 exceeds 3.767 / sqrt(446) = 0.178 in one of a hundred pairs.
      expect(pair?.chanceCorrelation).toBeGreaterThan(0.15);
      expect(pair?.chanceCorrelation).toBeLessThan(0.21);
    }
    // Were the instants independent of each other, 3.767 / sqrt(2990) = 0.069 would do: some of these would be findings.
    expect(highest).toBeGreaterThan(0.069);
    expect(found).toEqual([false, false, false, false, false, false]);
  });

  test('a common part that is small beside the rest is found all the same', async () => {
    // A third of the variance of each is common: 1 / (1 + 2) = 0.33 of correlation, well above 0.18
    const [shared, own, others] = [walk('shared'), walk('own'), walk('others')];
    const mixed = (rest: readonly number[]) =>
      shared.map((value, step) => value + Math.round(Math.SQRT2 * ((rest[step] as number) - 6_400_000)));
    const early = mixed(own).map((value, step) =>
      binanceTrade(FROM + step * STEP_MS, step + 1, cents(value)),
    );
    const late = mixed(others).map((value, step) =>
      coinbaseTrade(FROM + step * STEP_MS + 900, step + 1, cents(value)),
    );
    const [pair] = await compared('mixed', [...early, ...late]);
    expect(pair).toMatchObject({ leader: 'binance', follower: 'coinbase', significant: true });
    expect(Math.abs((pair?.lagMs ?? 0) - 900)).toBeLessThan(200);
  });

  test('feeds that move at once have no lag', async () => {
    const same = path.map((value, step) => coinbaseTrade(FROM + step * STEP_MS, step + 1, cents(value)));
    const [pair] = await compared('same', [...leader, ...same]);
    expect(pair?.lagMs).toBeLessThan(10);
    expect([pair?.correlation, pair?.basisUsd]).toEqual([expect.closeTo(1, 9), 0]);
  });

  test('says nothing of a feed alone, of one that never moves, or of less than half a minute', async () => {
    const still = path.map((_, step) => coinbaseTrade(FROM + step * STEP_MS, step + 1, '64000.00'));
    expect(await compared('alone', leader)).toEqual([]);
    expect(await compared('still', [...leader, ...still])).toEqual([]);
    const same = path.map((value, step) => coinbaseTrade(FROM + step * STEP_MS, step + 1, cents(value)));
    // From the first move on: 299 instants, less the ten that a move takes
    const short = [...leader.slice(20, 319), ...same.slice(20, 319)];
    expect(await compared('short', short)).toEqual([]);
  });
});
