import { expect, test } from 'vitest';
import { type DailyFigures, dailyFigures } from '../../../../shared/domain/watch/daily-figures.ts';
import { dailyText } from '../../../../shared/domain/watch/daily-text.ts';
import { accountOf, instant, usd } from '../examples.ts';
import { entered, market, order, refused, settlement, won } from './examples.ts';

const day = instant('2026-09-28T00:00:00Z');
const lost = [
  market,
  entered,
  order('matched'),
  { ...settlement('down', -5.27), at: instant('2026-09-28T18:00:00Z') },
];
const account = accountOf(1_000, { cash: usd(990), peakEquity: usd(1_100) });

test('a day counts the trades that were settled on it, and the decisions that were made on it', () => {
  const tomorrow = [
    market,
    entered,
    order('matched'),
    { ...settlement('up', 4.73), at: instant('2026-09-29T00:00:00Z') },
  ];
  const skipped = [market, refused('skip', 'weak-momentum')];
  expect(dailyFigures(day, [lost, won, tomorrow, skipped], account, [])).toEqual({
    day,
    pnl: usd(-0.54),
    trades: 2,
    wins: 1,
    losses: 1,
    bestTrade: usd(4.73),
    worstTrade: usd(-5.27),
    averageTrade: usd(-0.27),
    // 0.13 predicted at both entries; -0.54 over twenty shares
    evAtEntry: expect.closeTo(0.13, 12),
    realisedPerShare: expect.closeTo(-0.027, 12),
    forecasts: 2,
    // Up at 0.66 came once and failed once: (0.1156 + 0.4356) / 2; the market's 0.5 is off by 0.25 either way
    brier: expect.closeTo(0.2756, 12),
    brierMid: 0.25,
    // 1 - 0.2756 / 0.25
    skill: expect.closeTo(-0.1024, 12),
    balance: usd(990),
    peak: usd(1_100),
    drawdown: 0.1,
    decisions: { enter: 3, wait: 1, skip: 1 },
    troubles: [],
  });
  expect(dailyFigures(instant('2026-09-27T00:00:00Z'), [won], account, []).decisions.enter).toBe(0);
});

test('a day scores the windows that were not filled as well', () => {
  const unfilled = [market, entered, order('unmatched'), settlement('up', 0)];
  const tomorrow = [market, entered, { ...settlement('up', 0), at: instant('2026-09-29T00:00:00Z') }];
  const unpriced = [market, refused('skip', 'weak-momentum'), settlement('up', 0)];
  const told = dailyFigures(day, [unfilled, tomorrow, unpriced], account, []);
  // 0.34 squared
  expect(told).toMatchObject({ trades: 0, forecasts: 1, brier: expect.closeTo(0.1156, 12) });
});

/** The day of the plan's example, with scores of its 45 windows. */
const figures: DailyFigures = {
  day: instant('2026-01-14T00:00:00Z'),
  pnl: usd(127.5),
  trades: 18,
  wins: 13,
  losses: 5,
  bestTrade: usd(35.2),
  worstTrade: usd(-18.4),
  averageTrade: usd(7.08),
  evAtEntry: 0.19,
  realisedPerShare: -0.0804,
  forecasts: 45,
  brier: 0.21,
  brierMid: 0.2,
  skill: -0.05,
  balance: usd(10_127.5),
  peak: usd(10_127.5),
  drawdown: 0,
  decisions: { enter: 18, skip: 22, wait: 5 },
  troubles: [],
};

test("the summary is the plan's to the letter, with the prediction beside what came", () => {
  expect(dailyText(figures, { pictures: true })).toBe(`📊 Daily Trading Summary

Date: 2026-01-14
P&L: $+127.50
Trades: 18 (13W / 5L)
Win Rate: 72.2%
Avg Trade: $+7.08

Best Trade: $+35.20
Worst Trade: $-18.40
EV per Share: $+0.190 predicted, $-0.080 realised
Brier Score: 0.210 ours, 0.200 market; skill -5.0%

Current Balance: $10,127.50
Current Drawdown: 0.0%
Peak Balance: $10,127.50

Signals Generated: 45
  - EXECUTE: 18 (40%)
  - SKIP: 22 (49%)
  - WAIT: 5 (11%)

System Health: ✅ All systems operational`);
});

test('a day without anything has no rates, and its troubles are told', () => {
  const nothing: DailyFigures = {
    ...figures,
    pnl: usd(0),
    trades: 0,
    wins: 0,
    losses: 0,
    bestTrade: null,
    worstTrade: null,
    averageTrade: null,
    evAtEntry: null,
    realisedPerShare: null,
    forecasts: 0,
    brier: null,
    brierMid: null,
    skill: null,
    decisions: { enter: 0, skip: 0, wait: 0 },
    troubles: ['halted: drawdown'],
  };
  const lines = dailyText(nothing, { pictures: false }).split('\n');
  expect(lines[0]).toBe('Daily Trading Summary');
  for (const line of [
    'P&L: $+0.00',
    'Win Rate: none',
    'Best Trade: none',
    'EV per Share: none predicted, none realised',
    'Brier Score: none ours, none market; skill too few windows (0)',
    '  - SKIP: 0',
  ])
    expect(lines).toContain(line);
  expect(lines.slice(-2)).toEqual(['System Health: 1 to look at', '  - halted: drawdown']);
  expect(dailyText(nothing, { pictures: true })).toContain('System Health: \u26A0\uFE0F 1 to look at');
});

test.each([
  // A market that was certain and right leaves nothing to be better than.
  [{ forecasts: 30, skill: null }, 'skill none'],
  [{ forecasts: 29, skill: -177.808 }, 'skill too few windows (29)'],
])('of %j the summary says %s', (change, said) => {
  expect(dailyText({ ...figures, ...change }, { pictures: false })).toContain(`market; ${said}\n`);
});
