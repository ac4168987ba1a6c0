import { expect, test } from 'vitest';
import { summaryOf } from '../../../local/cli/summary.ts';
import { LOST, QUIET, REPLAY, SYNTHETIC_REPLAY, WON } from '../../shared/charts/replay-record.ts';

/** The rows of all tables as their cells, without the lines around them. */
const rowsOf = (text: string): string[][] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('│'))
    .map((line) =>
      line
        .split('│')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
const told = { ...REPLAY, elapsedMs: 1_234, eventsPerSecond: 10_004 };
const summary = summaryOf(told);

test.each([
  ['Period', '2026-11-20T00:00:00.000Z to 2026-11-20T01:00:00.000Z'],
  ['Trades', '2 (1 won, 1 lost)'],
  ['Win rate', '50.0 %'],
  ['Net P&L', '3.96 USD, fees 0.55 USD included'],
  ['Equity', '103.96 USD from 100.00 USD'],
  ['Max drawdown', '5.2 %'],
  ['EV at entry, realised', '0.180, 0.130 USD a share'],
  ['Sharpe of a trade', '- each alike, - by dollars'],
  ['Best, worst trade', '9.64 USD, -5.68 USD'],
  ['Brier: ours, market', '0.290, 0.250'],
  ['Skill over the market', 'too few windows (2)'],
  ['Strikes', '2 recorded, 0 of the venue, 0 estimated'],
  ['Events', '12345 in 1.2 s, 10004 a second'],
])('%s is told as %s', (name, value) => {
  expect(rowsOf(summary)).toContainEqual([name, value]);
});

test('the skill is told over thirty windows, the Sharpe ratio by trades and by dollars', () => {
  const performance = { ...REPLAY.performance, forecasts: 30, sharpe: 0.1, sharpeDollarWeighted: -0.2 };
  const rows = rowsOf(summaryOf({ ...told, performance }));
  expect(rows).toContainEqual(['Skill over the market', '-16.0 %']);
  expect(rows).toContainEqual(['Sharpe of a trade', '0.100 each alike, -0.200 by dollars']);
});

test('each trade is a row, at the mean price of its fills', () => {
  expect(rowsOf(summary)).toContainEqual([
    WON.id,
    'up',
    '00:18',
    '20.00',
    '0.5000',
    '0.36',
    '0.700',
    '0.180',
    'up',
    '9.64',
  ]);
  const [fill] = LOST.fills;
  // 10.37 at 53 and 10 at 55 cents: 10.9961 / 20.37
  const fills = [fill!, { ...fill!, shares: '10', price: '0.55' }];
  const twice = summaryOf({ ...told, windows: [{ ...LOST, fills }] });
  expect(rowsOf(twice)).toContainEqual([
    LOST.id,
    'down',
    '00:34',
    '20.37',
    '0.5398',
    '0.37',
    '0.700',
    '0.180',
    'up',
    '-5.68',
  ]);
});

test('windows are counted by their last decision, the commonest first', () => {
  const windows = [WON, QUIET, QUIET, { ...QUIET, decisions: [] }];
  expect(rowsOf(summaryOf({ ...told, windows })).slice(-4)).toEqual([
    ['Last decision', 'Windows'],
    ['skip: momentum', '2'],
    ['enter: criteria-hold', '1'],
    ['no decision', '1'],
  ]);
});

test('a tape without a window has no trades and no table of decisions', () => {
  const text = summaryOf({ ...told, windows: [] });
  expect(text).toContain('No trades.');
  expect(text).not.toContain('Last decision');
});

test('says SYNTHETIC first, exactly when the tape is', () => {
  expect(summaryOf({ ...told, ...SYNTHETIC_REPLAY })).toMatch(/^SYNTHETIC: made by a seeded program/);
  expect(summary).not.toContain('SYNTHETIC');
});

test('shows the title of a synthetic tape at its head', () => {
  const tape = { ...SYNTHETIC_REPLAY.tape, title: 'SYNTHETIC, EVENTFUL day' };
  expect(summaryOf({ ...told, ...SYNTHETIC_REPLAY, tape }).split('\n')[1]).toBe('SYNTHETIC, EVENTFUL day');
});

test('what was wrong with the tape is a row with its count and first place', () => {
  const problems = [{ kind: 'malformed: is not JSON', channel: 'clob', count: 3, first: 'a.tape:7' }];
  expect(rowsOf(summaryOf({ ...told, feed: { problems } }))).toContainEqual([
    'malformed: is not JSON',
    'clob',
    '3',
    'a.tape:7',
  ]);
  expect(summary).not.toContain('Wrong with the tape');
});

test('estimated strikes are told with how they fared', () => {
  const strikes = { recorded: 1, gamma: 1, estimated: 3, estimatedKnown: 2, estimatedWrong: 1 };
  expect(rowsOf(summaryOf({ ...told, strikes: { ...strikes, meanErrorUsd: '2.35' } }))).toContainEqual([
    'Strikes',
    '1 recorded, 1 of the venue, 3 estimated (1 of 2 wrong, 2.35 USD off on average)',
  ]);
});
