import { expect, test } from 'vitest';
import { imported, scratchFolder, writeRecording } from './scratch.ts';

const HEADER = 'ticker,created_time_utc,yes_price,count,taker_side';
/** 14:45 in New York is 18:45Z in summer, so the window opens at 18:30Z. */
const SUMMER = 'KXBTC15M-26APR271445-45';
const OPEN = Date.parse('2026-04-27T18:30:00Z');
const write = (...rows: string[]) =>
  writeRecording(scratchFolder(), 't.csv.gz', [HEADER, ...rows].join('\n'));

test('trades are those of a made-up market, and two alike are two', async () => {
  const first = `${SUMMER},2026-04-27T18:30:01.160462Z,0.49,30.0,no`;
  const { lines, events } = await imported(
    'kalshi-trades',
    write(first, first, `${SUMMER},2026-04-27T18:44:51Z,0.999,1.0,yes`),
  );
  expect(events).toBe(5);
  expect(lines.map(({ at, channel }) => [at - OPEN, channel])).toEqual([
    [-60_000, 'gamma'],
    [1160, 'clob'],
    [1160, 'clob'],
    [891_000, 'clob'],
    [960_000, 'gamma'],
  ]);
  const [listed, trade] = lines;
  expect(listed?.frame.slug).toBe(`btc-updown-15m-${OPEN / 1000}`);
  expect(listed?.frame.description).toContain('Kalshi');
  expect(trade?.frame).toMatchObject({
    event_type: 'last_trade_price',
    price: '0.49',
    side: 'SELL',
    size: '30.0',
  });
  expect(trade?.frame.asset_id).toBe(JSON.parse(listed?.frame.markets[0].clobTokenIds)[0]);
});

test.each([
  ['0.999', '18:44:51Z', '["1", "0"]'],
  ['0.001', '18:44:51Z', '["0", "1"]'],
  ['0.5', '18:44:51Z', undefined],
  ['0.999', '18:40:00Z', undefined], // the recording may have ended before the market did
])('a last trade at %s, %s, gives the outcome %s', async (price, time, prices) => {
  const last = (
    await imported('kalshi-trades', write(`${SUMMER},2026-04-27T${time},${price},1.0,yes`))
  ).lines.at(-1);
  expect(last?.channel === 'gamma' ? last.frame.markets[0].outcomePrices : undefined).toBe(prices);
});

test('the ticker is read by the clock of New York in winter too', async () => {
  // 14:45 in New York is 19:45Z in January.
  const { lines } = await imported(
    'kalshi-trades',
    write('KXBTC15M-26JAN051445-45,2026-01-05T19:31:00Z,0.5,1.0,yes'),
  );
  expect(lines[0]?.frame.startTime).toBe('2026-01-05T19:30:00Z');
});

test('a ticker or a time that fits no window is left out', async () => {
  const good = `${SUMMER},2026-04-27T18:30:01Z,0.49,30.0,no`;
  const bad = ['KXBTCD-26APR2714,2026-04-27T18:30:02Z,0.49,1,no', `${SUMMER},2026-04-28T18:30:02Z,0.49,1,no`];
  expect((await imported('kalshi-trades', write(good, ...bad))).warnings).toEqual([
    't.csv.gz:3: ticker names no 15-minute window',
    't.csv.gz:4: created_time_utc is not of its window',
  ]);
});
