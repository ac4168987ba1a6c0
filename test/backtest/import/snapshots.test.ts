import { expect, test } from 'vitest';
import { imported, scratchFolder, writeRecording } from './scratch.ts';

const HEADER =
  'slug,start_time,end_time,btc_open,btc_close,winner,timestamp,time_remaining,up_best_bid,up_best_ask,up_bid_depth,up_ask_depth,down_best_bid,down_best_ask,down_bid_depth,down_ask_depth,btc_price';
const START = 1772411700;
const row = (seconds: number, winner = 'up', start = START, upAskDepth = '55.5') =>
  `btc-updown-5m-${start},${start}.0,${start + 300}.0,1,2,${winner},${start + seconds}.119693,9,0.6,0.61,900,${upAskDepth},0.39,,700,0.0,66163.24`;
const write = (...rows: string[]) =>
  writeRecording(scratchFolder(), 'iter.csv.gz', [HEADER, ...rows].join('\n'));

test('a row becomes a print of the price and both books, with no more than 200 shares a level', async () => {
  const { lines } = await imported('snapshots', write(row(60)));
  const at = START * 1000 + 60_120;
  expect(lines.map(({ at, channel }) => [at - START * 1000, channel])).toEqual([
    [-60_000, 'gamma'],
    [60_120, 'rtds'],
    [60_120, 'clob'],
    [360_000, 'gamma'],
  ]);
  expect(lines[1]?.frame.payload).toEqual({
    symbol: 'btcusdt',
    timestamp: at,
    value: 66163.24,
    full_accuracy_value: '66163.24000000',
  });
  const [up, down] = lines[2]?.frame ?? [];
  expect([up.bids, up.asks]).toEqual([[{ price: '0.6', size: '200' }], [{ price: '0.61', size: '55.5' }]]);
  expect([down.bids, down.asks]).toEqual([[{ price: '0.39', size: '200' }], []]);
});

test('the price at which the recorder began is nowhere on the tape, and a window without winner has no outcome', async () => {
  const { lines } = await imported('snapshots', write(row(60, '')));
  expect(JSON.stringify(lines)).not.toContain('priceToBeat');
  expect(lines.filter(({ channel }) => channel === 'gamma').map(({ frame }) => frame.closed)).toEqual([
    false,
  ]);
});

test('the next window is listed before it opens', async () => {
  const { lines, ordered } = await imported('snapshots', write(row(298), row(2, 'down', START + 300)));
  expect(ordered).toBe(true);
  expect(lines.filter(({ channel }) => channel === 'gamma').map(({ at }) => at / 1000 - START)).toEqual([
    -60, 240, 360, 660,
  ]);
});

test('a row that is not of its window, or has a negative depth, is left out', async () => {
  const { warnings } = await imported('snapshots', write(row(1), row(700), row(5, 'up', START, '-3')));
  expect(warnings).toEqual([
    'iter.csv.gz:3: timestamp is not of its window',
    'iter.csv.gz:4: up_ask_depth is negative',
  ]);
});
