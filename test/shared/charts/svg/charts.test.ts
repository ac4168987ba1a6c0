import { expect, test } from 'vitest';
import { feedsTable } from '../../../../shared/charts/svg/feeds.ts';
import { cellsOf } from '../../../../shared/charts/svg/heat-map.ts';
import { binsOf } from '../../../../shared/charts/svg/histogram.ts';
import { groupsOf } from '../../../../shared/charts/svg/scatter.ts';
import { TRADE_CHARTS } from '../../../../shared/charts/svg/trade-charts.ts';
import type { MicroUsdc } from '../../../../shared/domain/units/money.ts';
import { shares, usd } from '../../domain/examples.ts';

interface Change {
  readonly won?: boolean;
  readonly ev?: number;
  readonly pnl?: MicroUsdc;
  readonly momentum?: number;
  readonly latencyMs?: number;
}
const trade = (hour: number, change: Change = {}) => ({
  decidedAt: Date.UTC(2026, 10, 21, hour),
  won: true,
  ev: 0.1,
  shares: shares(10),
  pnl: usd(1),
  probability: 0.7,
  momentum: 0.004,
  kelly: 0.2,
  latencyMs: 1_500,
  heldMs: 600_000,
  ...change,
});
const some = [trade(1), trade(1, { won: false, ev: 0.2 }), trade(13, { latencyMs: 20_000, momentum: 0.01 })];

test('about ten bins lie between round numbers; the greatest value is in the last', () => {
  const bins = binsOf([0.97, 2, 2.1, 11.5]);
  // (11.5 - 0.97) / 10 is near 1, so each is 1 wide, from 0 to 12.
  expect(bins.map(({ from }) => from)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  expect(bins.map(({ count }) => count)).toEqual([1, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
  expect(binsOf([0, 10]).at(-1)).toEqual({ from: 9, to: 10, count: 1 });
});

test('values that are all alike are in one bin', () => {
  expect(binsOf([5, 5, 5]).filter(({ count }) => count > 0)).toEqual([{ from: 5, to: 5.1, count: 3 }]);
});

test('trades are grouped by the size of their move, each group with its share won', () => {
  const momenta = Array.from({ length: 16 }, (_, index) => ({ momentum: 16 - index, won: index < 8 }));
  const groups = groupsOf(momenta);
  // Sixteen make eight pairs: 1 and 2, 3 and 4, ...; the larger eight were won.
  expect(groups.map(({ x }) => x)).toEqual([1.5, 3.5, 5.5, 7.5, 9.5, 11.5, 13.5, 15.5]);
  expect(groups.map(({ won }) => won)).toEqual([0, 0, 0, 0, 1, 1, 1, 1]);
});

test('latencies are counted by hour and by row: 1.5 s is in the row of up to 2 s, 20 s in the last', () => {
  expect(cellsOf(some)).toEqual([
    { hour: 1, row: 1, count: 2 },
    { hour: 13, row: 4, count: 1 },
  ]);
});

test('expected value stands beside what was realised of the same shares', () => {
  // 0.1 and 0.3 predicted of ten shares each; $1 won and $5 lost: -4 / 20
  const svg = TRADE_CHARTS['expected-value']([trade(1), trade(2, { ev: 0.3, pnl: usd(-5) })]);
  expect(svg).toContain('cents a share, after costs: 20.0 predicted, -20.0 realised on average');
});

test.each(Object.entries(TRADE_CHARTS))(
  '%s is one SVG with a text for whoever does not see it',
  (_, draw) => {
    const svg = draw(some);
    expect(svg).toMatch(/^<svg [^>]*role="img" aria-label="[^"]+[.]"[^>]*>.*<\/svg>$/);
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    expect(svg.length).toBeLessThan(8_000);
  },
);

test.each(Object.entries(TRADE_CHARTS))('%s without trades says so', (_, draw) => {
  expect(draw([])).toContain('No trades in this time.');
  expect(draw([])).not.toContain('NaN');
});

test.each(Object.entries(TRADE_CHARTS))('%s of a single trade can be drawn', (_, draw) => {
  expect(draw([trade(0, { momentum: 0 })])).not.toMatch(/NaN|Infinity/);
});

test('the feeds are a table; what a venue wrote is text', () => {
  const table = feedsTable([
    { channel: 'binance', state: 'live', host: 'stream', uptime: 0.9987 },
    { channel: 'clob', state: 'down', host: 'clob', reason: '<script> & more', uptime: 0.5 },
  ]);
  expect(table).toContain('<tr><td>binance</td><td>live</td><td>99.9 %</td><td>stream</td></tr>');
  expect(table).toContain('<td>DOWN</td><td>50.0 %</td><td>&lt;script&gt; &amp; more</td>');
  expect(feedsTable(undefined)).toBe('<p>The collector says nothing.</p>');
});
