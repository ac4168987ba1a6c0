import { expect, test } from 'vitest';
import { imported, scratchFolder, writeRecording } from './scratch.ts';

const HEADER =
  'timestamp_ms,binance_direct_price,binance_direct_ts,rtds_binance_price,rtds_binance_ts,rtds_chainlink_price,rtds_chainlink_ts,chainlink_rpc_price,chainlink_rpc_ts';

test('a value becomes a frame in the row that shows it first', async () => {
  const rows = [
    HEADER,
    '1770081180005,,,,,,,,',
    '1770081180111,78904.13,1770081180000,,,78843.11252964161,1770081179000,78772.2,1770081170000',
    '1770081180215,78904.13,1770081180000,78904.12,1770081180000,78843.11252964161,1770081179000,78773.3,1770081171000',
    '1770081180319,78904.13,1770081180300,78904.12,1770081180000,78843.11252964161,1770081179000,78773.3,1770081171000',
  ];
  const { lines, windows } = await imported(
    'multifeed',
    writeRecording(scratchFolder(), 'a.csv.gz', rows.join('\n')),
  );
  expect(windows).toBe(0);
  expect(
    lines.map(({ at, channel, frame }) => [at - 1770081180000, channel, frame.topic ?? frame.stream]),
  ).toEqual([
    [111, 'binance', 'btcusdt@trade'],
    [111, 'rtds', 'crypto_prices_chainlink'],
    [215, 'rtds', 'crypto_prices'],
    [319, 'binance', 'btcusdt@trade'],
  ]);
  expect(lines.at(-1)?.frame.data).toMatchObject({ t: 2, p: '78904.13', T: 1770081180300, s: 'BTCUSDT' });
  expect(lines[1]?.frame.payload).toMatchObject({
    value: 78843.11252964161,
    full_accuracy_value: '78843112529641610000000',
  });
});
