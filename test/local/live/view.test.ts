import { describe, expect, test } from 'vitest';
import { feedRecords, feedTable, viewOf } from '../../../local/live/view.ts';
import { epochMs } from '../../../shared/domain/units/time.ts';
import type { Desk, DeskStatus } from '../../../shared/feeds/desk.ts';
import { binanceTrade, book } from '../../backtest/made-tape.ts';
import { told } from '../../shared/feeds/told.ts';
import { aCollector, LISTED, OPEN, STRIKE } from './rig.ts';

const AT = epochMs(OPEN + 120_000);
const feed = (change: Partial<DeskStatus> = {}): DeskStatus => ({
  channel: 'binance',
  state: 'live',
  host: 'one.example',
  reason: undefined,
  lastDataAt: epochMs(AT - 1_500),
  frames: 1_234,
  duplicates: 5,
  connections: 2,
  gaps: 3,
  uptime: 0.987_6,
  lag: { median: 12, p95: 48 },
  malformed: 7,
  polled: false,
  ...change,
});
const row = (change: Partial<DeskStatus> = {}) =>
  feedTable([feed(change)], AT)
    .split('\n')[2]
    ?.split('│')
    .map((cell) => cell.trim())
    .slice(1, -1);

describe('a feed', () => {
  test('is one line: the start counts for no gap', () => {
    expect(row()).toEqual([
      ...['binance', 'live', '1.5 s', '12 / 48 ms', '1234', '5', '7', '2', '98.8 %', 'one.example'],
    ]);
  });

  test.each([
    [{ state: 'silent', reason: 'no data for 5010 ms' }, 'silent: no data for 5010 ms'],
    [{ state: 'down', reason: 'closed with 1006' }, 'down: closed with 1006'],
    [{ state: 'blocked', reason: 'the host answered 451' }, 'blocked: the host answered 451'],
    [{ state: 'down', reason: 'ECONNREFUSED', polled: true }, 'down, by REST'],
    [{ state: 'live', reason: 'closed with 1006' }, 'live'],
    // The books' feed before a window is near.
    [{ state: 'stopped', connections: 0 }, 'waiting'],
    [{ state: 'stopped' }, 'stopped'],
  ] as const)('%j is shown as %s', (change, shown) => {
    expect(row(change)?.[1]).toBe(shown);
  });

  test('that has told nothing yet has neither data nor lag', () => {
    expect(row({ lastDataAt: undefined, lag: undefined })?.slice(2, 4)).toEqual(['-', '-']);
  });

  test('has the instant of its data as text for programs', () => {
    expect(feedRecords([feed(), feed({ lastDataAt: undefined })])).toMatchObject([
      { lastDataAt: '2026-09-28T17:31:58.500Z' },
      { lastDataAt: undefined },
    ]);
  });
});

describe('the view', () => {
  const collector = aCollector();
  for (const { receivedAt, channel, frame } of [
    LISTED,
    STRIKE,
    binanceTrade(OPEN - 1_000, 1, '64000'),
    book(OPEN + 10_000, '0x1-up', { bids: [['0.49', '20']], asks: [['0.51', '7']] }),
    binanceTrade(OPEN + 119_000, 2, '64064'),
  ].sort((a, b) => a.receivedAt - b.receivedAt)) {
    collector.advance(epochMs(receivedAt));
    for (const event of told(channel, frame)) collector.take(event, epochMs(receivedAt));
  }
  collector.advance(AT);
  const desk = { status: () => [feed()] } as unknown as Desk;
  const shown = (synthetic: boolean, at = AT) =>
    viewOf(desk, at, { title: 'paper trading', synthetic, collector, lines: () => ['equity 10000'] });

  test('of what a program made up begins with SYNTHETIC, and of the world does not', () => {
    expect(shown(true).split('\n')[0]).toBe('SYNTHETIC - paper trading - 2026-09-28 17:32:00.000Z');
    expect(shown(false)).not.toContain('SYNTHETIC');
  });

  test('has the open window: time left, strike and where from, change and middle of the book', () => {
    // 64 dollars on 64,000 are 0.1 %; 49 and 51 cents have 50 in their middle.
    expect(shown(true)).toMatch(/btc-15m-1790616600.*780 s.*64000\.50 recorded.*0\.100 %.*50\.0 c.*-/);
  });

  test('says when no window is open', () => {
    expect(shown(true, epochMs(OPEN - 60_000))).toContain('No window is open.');
  });

  test('ends with what the run has to say', () => {
    expect(shown(true).endsWith('equity 10000')).toBe(true);
  });
});
