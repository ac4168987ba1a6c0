import { expect, test } from 'vitest';
import { imported, scratchFolder, writeRecording } from './scratch.ts';

const START = 1784850900;
const OPEN = START * 1000;
const raw = {
  id: '3047949',
  slug: `btc-updown-5m-${START}`,
  question: 'Bitcoin Up or Down',
  closed: true,
  closedTime: '2026-07-24 00:00:16+00', // the window ends at 00:00:00
  umaResolutionStatus: 'resolved',
  outcomePrices: '["1", "0"]',
  lastTradePrice: 0.96,
  bestAsk: 0.97,
  oneHourPriceChange: 0.46,
  acceptingOrders: false,
  orderPriceMinTickSize: 0.001,
  clobTokenIds: '["1", "2"]',
  feeSchedule: { exponent: 1, rate: 0.07 },
};
const market = (strike: string | null, changed = {}) =>
  JSON.stringify({
    slug: raw.slug,
    asset: 'btc',
    start_sec: START,
    strike_value: strike,
    raw: { ...raw, ...changed },
  });
const PRICES = [
  'feed_ts_ms,value,full_accuracy_value,server_ts_ms,recv_ms',
  `${OPEN},65026.457815,65026457815000000000000,${OPEN + 1160},${OPEN + 1377}`,
  `${OPEN + 1000},65048.078902260626,65048078902260626000000,${OPEN + 2160},${OPEN + 2377}`,
];

function day(line: string, prices = PRICES): string {
  const folder = scratchFolder();
  writeRecording(folder, 'BTC-5m-markets.jsonl.gz', `${line}\n`);
  writeRecording(folder, 'BTCUSD-prices.csv.gz', `${prices.join('\n')}\n`);
  return folder;
}

test('prices are prints of the feed, and a market is listed before it opens and resolved at its closing time', async () => {
  const { lines, windows } = await imported('chainlink-day', day(market('65026457815000000000000')));
  expect(windows).toBe(1);
  expect(lines.map(({ at, channel }) => [at - OPEN, channel])).toEqual([
    [-60_000, 'gamma'],
    [1377, 'rtds'],
    [2377, 'rtds'],
    [316_000, 'gamma'],
  ]);
  expect(lines[2]?.frame).toEqual({
    topic: 'crypto_prices_chainlink',
    type: 'update',
    timestamp: OPEN + 2160,
    payload: {
      symbol: 'btc/usd',
      timestamp: OPEN + 1000,
      value: 65048.078902260626,
      full_accuracy_value: '65048078902260626000000',
    },
  });
});

test('the listing shows nothing of how the market ended', async () => {
  const { lines } = await imported('chainlink-day', day(market('65026457815000000000000')));
  const listed = lines[0]?.frame;
  expect(listed.eventMetadata).toBeUndefined();
  expect(listed.markets[0]).toEqual({
    id: '3047949',
    slug: raw.slug,
    question: 'Bitcoin Up or Down',
    closed: false,
    outcomePrices: '["0.5", "0.5"]',
    acceptingOrders: true,
    orderPriceMinTickSize: 0.01,
    clobTokenIds: '["1", "2"]',
    feeSchedule: { exponent: 1, rate: 0.07 },
  });
});

test('the resolved event holds the market as the venue gave it and the exact price to beat', async () => {
  const last = (await imported('chainlink-day', day(market('65026457815000000000001')))).lines.at(-1);
  expect(last?.frame.markets).toEqual([raw]);
  expect(last?.frame.eventMetadata).toEqual({ priceToBeat: '65026.457815000000000001' });
});

test('a market without a strike or a closing time is resolved a minute after it ends', async () => {
  const last = (await imported('chainlink-day', day(market(null, { closedTime: undefined })))).lines.at(-1);
  expect(last?.at).toBe(OPEN + 360_000);
  expect(last?.frame.eventMetadata).toBeUndefined();
});

test('one file of the two is not enough', async () => {
  const folder = scratchFolder();
  const path = writeRecording(folder, 'BTCUSD-prices.csv', PRICES.join('\n'));
  await expect(imported('chainlink-day', path)).rejects.toThrow('name the folder');
});
