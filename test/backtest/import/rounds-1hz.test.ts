import { expect, test } from 'vitest';
import { imported, scratchFolder, writeRecording } from './scratch.ts';

const START = 1783376400;
const OPEN = START * 1000;
const round = (header: readonly string[], ...rows: string[]) =>
  [
    'header:',
    `  market_start_ts: ${START} (2026-07-06 22:20:00 UTC)`,
    `  market_end_ts: ${START + 300} (2026-07-06 22:25:00 UTC)`,
    ...header.map((line) => `  ${line}`),
    '',
    'data:',
    'sec   time  quote      delta        gain%             btc',
    '---------------------------------------------------------',
    ...rows,
  ].join('\n');
const write = (text: string) => writeRecording(scratchFolder(), 'btc5m.txt.gz', text);

const ROWS = [
  '300   5:00  DOWN  51c    +5$  gain= 81.7%  btc=  64331.12',
  '299   4:59  ----  50c     0$  gain= 86.7%  btc=  64330.89',
  '298   4:58   UP   53c    +5$  gain= 78.4%  btc=  64330.00',
  '  1   0:01  DOWN ---    -86$  gain=   ---  btc=  64239.87',
];
const KNOWN = ['price_to_beat: 64325.99', 'final_chainlink: 64241.62', 'outcome: Down'];

test('the prints at the two ends are those of the header; the others are the rows, a second each', async () => {
  const { lines, ordered } = await imported('rounds-1hz', write(round(KNOWN, ...ROWS)));
  expect(ordered).toBe(true);
  const prints = lines.filter(({ channel }) => channel === 'rtds').map(({ frame: { payload } }) => payload);
  expect(prints.map(({ timestamp, value }) => [timestamp - OPEN, value])).toEqual([
    [0, 64325.99],
    [1_000, 64330.89],
    [2_000, 64330],
    [299_000, 64239.87],
    [300_000, 64241.62],
  ]);
  expect(prints[0].full_accuracy_value).toBe('64325990000000000000000');
});

test('the dearer side is offered at the cent that its gain implies, both at a tie, none without a quote', async () => {
  const { lines } = await imported('rounds-1hz', write(round(KNOWN, ...ROWS)));
  const asks = lines
    .filter(({ channel }) => channel === 'clob')
    .map(({ frame }) =>
      frame.map((book: { asks: { price: string; size: string }[] }) => book.asks[0]?.price ?? '-'),
    );
  expect(asks).toEqual([
    // 1 / 1.817 = 0.5504: 53 c and its fee cost 0.53 + 0.07 * 0.53 * 0.47 = 0.5474, 54 c 0.5574.
    ['-', '0.54'],
    // 1 / 1.867 = 0.5356: 51 c cost 0.5275, 52 c 0.5375.
    ['0.52', '0.52'],
    // 1 / 1.784 = 0.5605: 54 c cost 0.5574, 55 c 0.5673.
    ['0.55', '-'],
    ['-', '-'],
  ]);
});

test('the outcome is that of the header, with both prices', async () => {
  const last = (await imported('rounds-1hz', write(round(KNOWN, ...ROWS)))).lines.at(-1);
  expect(last?.at).toBe(OPEN + 360_000);
  expect(last?.frame.eventMetadata).toEqual({ priceToBeat: '64325.99', finalPrice: '64241.62' });
  expect(last?.frame.markets[0].outcomePrices).toBe('["0", "1"]');
  expect(last?.frame.description).not.toContain('inferred');
});

test.each([
  [['ptb_chainlink: 100.0', 'final_chainlink: 100.0'], '["1", "0"]'], // equal is Up
  [['ptb_gamma: 100.1', 'final_chainlink: 100.0'], '["0", "1"]'],
])('without an outcome, %j give %s, which says that it is inferred', async (header, prices) => {
  const last = (await imported('rounds-1hz', write(round(header, ...ROWS)))).lines.at(-1);
  expect(last?.frame.markets[0].outcomePrices).toBe(prices);
  expect(last?.frame.description).toContain('inferred');
});

test('without a price to beat there is no print at the open and no outcome', async () => {
  const { lines } = await imported('rounds-1hz', write(round(['final_chainlink: 64241.62'], ...ROWS)));
  expect(lines.filter(({ channel, at }) => channel === 'rtds' && at === OPEN)).toEqual([]);
  expect(lines.some(({ channel, frame }) => channel === 'gamma' && frame.closed)).toBe(false);
});

test('a broken row, a row that repeats and a row that goes back are left out', async () => {
  const bad = [ROWS[2] as string, ROWS[1] as string, '297   4:57   UP   53c    +5$  gain= 78.4%  btc=  nan'];
  const { warnings } = await imported(
    'rounds-1hz',
    write(round(KNOWN, ...ROWS.slice(0, 3), ...bad, ROWS[3] as string)),
  );
  expect(warnings).toEqual([
    'btc5m.txt.gz:14: repeats an earlier row',
    'btc5m.txt.gz:15: is older than the row before it',
    'btc5m.txt.gz:16: btc is not a price',
  ]);
});
