import { expect, test } from 'vitest';
import { imported, scratchFolder, writeRecording } from './scratch.ts';

const side = (ask: number | null, vwaps: (number | null)[], bid: number | null, bidDepth = 900) => ({
  ask,
  bid,
  ask_depth: ask === null ? 0 : 40_000,
  bid_depth: bidDepth,
  vwap5: vwaps[0],
  vwap20: vwaps[1],
  vwap50: vwaps[2],
});
const rung = (t: number, up: object, down: object) => ({
  offset: 60,
  t,
  spot: 65438.67,
  delta_pct: 0,
  up,
  down,
});
const row = (start: number, samples: object[], winner: string | null = 'DOWN') =>
  JSON.stringify({ window_ts: start, slug: `btc-updown-5m-${start}`, open_px: 65477, samples, winner });

const START = 1785106200;
const deep = rung(-59.7, side(0.13, [0.13, 0.13, 0.13], 0.12), side(0.88, [0.88, 0.8875, 0.889], 0.87, 30));

test('a window becomes its listing, the opening price, both books at each moment and the winner', async () => {
  const path = writeRecording(scratchFolder(), 'ladder.jsonl.gz', `${row(START, [deep])}\n`);
  const { lines, events, windows, warnings, ordered } = await imported('ladder', path);
  expect(lines.map(({ at, channel }) => [at - START * 1000, channel])).toEqual([
    [-60_000, 'gamma'],
    [0, 'rtds'],
    [240_300, 'rtds'], // 300 s - 59.7 s
    [240_300, 'clob'],
    [360_000, 'gamma'],
  ]);
  expect({ events, windows, warnings, ordered }).toEqual({
    events: 5,
    windows: 1,
    warnings: [],
    ordered: true,
  });
  expect(lines[1]?.frame).toEqual({
    topic: 'crypto_prices',
    type: 'update',
    timestamp: START * 1000,
    payload: {
      symbol: 'btcusdt',
      timestamp: START * 1000,
      value: 65477,
      full_accuracy_value: '65477.00000000',
    },
  });
  expect(lines[4]?.frame.markets[0]).toMatchObject({ closed: true, outcomePrices: '["0", "1"]' });
});

test('asks cost what the recorder measured for 5, 20 and 50 shares and end there', async () => {
  const path = writeRecording(scratchFolder(), 'ladder.jsonl', row(START, [deep]));
  const { lines } = await imported('ladder', path);
  const [up, down] = lines[3]?.frame ?? [];
  expect(up).toMatchObject({
    event_type: 'book',
    asks: [{ price: '0.13', size: '50' }],
    bids: [{ price: '0.12', size: '50' }],
  });
  // 5 x 0.88 = 4.4; 20 x 0.8875 = 17.75, so 15 more at 0.89; 50 x 0.889 = 44.45, so 30 more at 0.89. Best is last.
  expect(down.asks).toEqual([
    { price: '0.89', size: '45' },
    { price: '0.88', size: '5' },
  ]);
  expect(down.bids).toEqual([{ price: '0.87', size: '30' }]);
});

test('a price between two ticks is rounded up, and shares that were not priced are not offered', async () => {
  // 20 x 0.62734 - 5 x 0.62 = 9.4468, over 15 shares 0.629787: 0.6298. No price for 50.
  const path = writeRecording(
    scratchFolder(),
    'ladder.jsonl',
    row(START, [rung(-30, side(0.62, [0.62, 0.62734, null], 0.61), side(0.999, [null, null, null], null))]),
  );
  const [up, down] = (await imported('ladder', path)).lines[3]?.frame ?? [];
  expect(up.asks).toEqual([
    { price: '0.6298', size: '15' },
    { price: '0.62', size: '5' },
  ]);
  expect([down.asks, down.bids]).toEqual([[], []]);
});

test('the next listing comes before the end of a window, and its own winner after', async () => {
  const text = [row(START, [deep]), row(START + 300, [deep], null)].join('\n');
  const { lines, ordered, windows } = await imported(
    'ladder',
    writeRecording(scratchFolder(), 'ladder.jsonl', text),
  );
  expect(ordered).toBe(true);
  expect(windows).toBe(2);
  expect(
    lines
      .filter(({ channel }) => channel === 'gamma')
      .map(({ at, frame }) => [at / 1000 - START, frame.closed]),
  ).toEqual([
    [-60, false],
    [240, false],
    [360, true],
  ]);
});
