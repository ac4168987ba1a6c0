import { describe, expect, test } from 'vitest';
import {
  type ClosedTrade,
  type Forecast,
  performance,
  tooFewWindows,
} from '../../../../shared/domain/evidence/performance.ts';
import { microUsdc } from '../../../../shared/domain/units/money.ts';
import { shares, usd } from '../examples.ts';

const trade = (cost: number, fee: number, pnl: number, ev: number, count = 1): ClosedTrade => ({
  shares: shares(count),
  cost: usd(cost),
  fee: usd(fee),
  pnl: usd(pnl),
  ev,
});
/** Returns on cost of 0.5, -1, 0.2 and -0.3; equity 1,050, 1,000, 1,020 and 990 from 1,000. */
const trades = [
  trade(98, 2, 50, 0.16),
  trade(49, 1, -50, 0.18),
  trade(95, 5, 20, 0.2),
  trade(100, 0, -30, 0.18),
];
const forecasts: readonly Forecast[] = [
  { up: 0.8, mid: 0.6, outcome: 1 },
  { up: 0.3, mid: 0.5, outcome: 0 },
  { up: 0.6, mid: 0.5, outcome: 0 },
  { up: 0.9, mid: 0.7, outcome: 1 },
];
const over = (some: readonly ClosedTrade[]) => performance(some, [], usd(1_000));

describe('trades', () => {
  test('are counted as won or lost', () => {
    expect(over(trades)).toMatchObject({ trades: 4, wins: 2, losses: 2, winRate: 0.5 });
  });

  test('that break even are lost', () => {
    expect(over([trade(10, 0, 0, 0)])).toMatchObject({ wins: 0, losses: 1, winRate: 0 });
  });

  test('have a best, a worst and an average', () => {
    // 50 - 50 + 20 - 30 = -10, over four
    expect(over(trades)).toMatchObject({
      bestTrade: usd(50),
      worstTrade: usd(-50),
      averageTrade: usd(-2.5),
      averageEv: expect.closeTo(0.18, 12),
    });
  });

  test('have an average rounded against us', () => {
    const tiny = { ...trade(1, 0, 0, 0), pnl: microUsdc(-1) };
    expect(over([tiny, trade(1, 0, 0, 0)]).averageTrade).toBe(-1);
  });

  test('have a Sharpe ratio of their returns on cost, fee included', () => {
    // mean -0.15; deviations 0.65, -0.85, 0.35, -0.15; squares sum to 1.29; / 3 = 0.43; -0.15 / sqrt(0.43)
    expect(over(trades).sharpe).toBeCloseTo(-0.2287478555, 9);
  });

  test('have no Sharpe ratio alone or without any spread', () => {
    expect(over([trade(100, 0, 10, 0)]).sharpe).toBeNull();
    // three times 0.1, whose mean is not 0.1 in floats
    expect(over([1, 2, 3].map(() => trade(100, 0, 10, 0))).sharpe).toBeNull();
  });

  test('have a Sharpe ratio that weighs them by their dollars', () => {
    // Returns of 0.5 on $300 and -1 on $100: mean 0.125; squares 0.140625 x 3/4 + 1.265625 x 1/4 = 0.421875, over
    // 1 - (9/16 + 1/16) = 0.375 that is 1.125; 0.125 / sqrt(1.125). Each alike: mean -0.25 over sqrt(1.125).
    const unlike = over([trade(294, 6, 150, 0), trade(98, 2, -100, 0)]);
    expect(unlike.sharpeDollarWeighted).toBeCloseTo(0.1178511302, 9);
    expect(unlike.sharpe).toBeCloseTo(-0.2357022604, 9);
    const alike = over([trade(98, 2, 50, 0), trade(95, 5, -20, 0), trade(100, 0, 10, 0)]);
    expect(alike.sharpeDollarWeighted).toBeCloseTo(alike.sharpe as number, 12);
    expect(over([trade(300, 0, 30, 0), trade(100, 0, 10, 0)]).sharpeDollarWeighted).toBeNull();
  });

  test('are told a share as they were predicted and as they were realised, each share alike', () => {
    // 0.2 x 10 + 0.1 x 30 = 5 over 40; -5 + 9 = 4 over 40
    expect(over([trade(5, 0, -5, 0.2, 10), trade(15, 0, 9, 0.1, 30)])).toMatchObject({
      averageEv: expect.closeTo(0.15, 12),
      evAtEntry: expect.closeTo(0.125, 12),
      realisedPerShare: expect.closeTo(0.1, 12),
    });
  });

  test('have a drawdown from the highest equity', () => {
    // 1,050 to 990: 60 / 1,050
    expect(over(trades).maxDrawdown).toBeCloseTo(0.0571428571, 9);
    expect(over(trades)).toMatchObject({ startingCapital: usd(1_000), peakEquity: usd(1_050) });
  });

  test('have a drawdown from the start where nothing was won', () => {
    expect(over([trade(100, 0, -100, 0)])).toMatchObject({ maxDrawdown: 0.1, peakEquity: usd(1_000) });
  });

  test('keep the deepest drawdown, not the last', () => {
    // 900, 1,100, 1,045: 10 % and then 5 %
    const path = [trade(100, 0, -100, 0), trade(100, 0, 200, 0), trade(100, 0, -55, 0)];
    expect(over(path).maxDrawdown).toBe(0.1);
  });
});

describe('forecasts', () => {
  test('are scored by their squared distance from what came, beside the market', () => {
    // (0.04 + 0.09 + 0.36 + 0.01) / 4 = 0.125; (0.16 + 0.25 + 0.25 + 0.09) / 4 = 0.1875; 1 - 0.125 / 0.1875 = 1/3
    const scored = performance([], forecasts, usd(1_000));
    expect(scored.forecasts).toBe(4);
    expect(scored.brier).toBeCloseTo(0.125, 12);
    expect(scored.brierMid).toBeCloseTo(0.1875, 12);
    expect(scored.skill).toBeCloseTo(1 / 3, 12);
  });

  test('that know less than the market have negative skill', () => {
    const swapped = forecasts.map(({ up, mid, outcome }) => ({ up: mid, mid: up, outcome }));
    // 1 - 0.1875 / 0.125
    expect(performance([], swapped, usd(1_000)).skill).toBeCloseTo(-0.5, 12);
  });

  test('have no skill to measure against a market that was certain and right', () => {
    expect(performance([], [{ up: 0.9, mid: 1, outcome: 1 }], usd(1_000))).toMatchObject({
      brierMid: 0,
      skill: null,
    });
  });
});

test.each([
  [0, 'too few windows (0)'],
  [29, 'too few windows (29)'],
  [30, undefined],
])('a skill over %d windows is shown as %s', (windows, shown) => {
  expect(tooFewWindows(windows)).toBe(shown);
});

test('of nothing there is nothing to say', () => {
  expect(over([])).toEqual({
    trades: 0,
    wins: 0,
    losses: 0,
    winRate: null,
    averageEv: null,
    evAtEntry: null,
    realisedPerShare: null,
    sharpe: null,
    sharpeDollarWeighted: null,
    maxDrawdown: 0,
    forecasts: 0,
    brier: null,
    brierMid: null,
    skill: null,
    startingCapital: usd(1_000),
    peakEquity: usd(1_000),
    bestTrade: null,
    worstTrade: null,
    averageTrade: null,
  });
});
