import { expect, test } from 'vitest';
import { imported, scratchFolder, writeRecording } from './scratch.ts';

test('a candle of eleven columns is the kline event of its close', async () => {
  const text = [
    'open_time_ms,open,high,low,close,volume,close_time_ms,quote_volume,trades,taker_buy_base,taker_buy_quote',
    '1762128000000,110540.69000000,110750.00000000,110500.00000000,110686.31000000,103.02,1762128899999,11399747.9,34544,56.49,6251176.2',
    '1762128900000,110686.31000000,110689.02000000,110332.54000000,110332.57000000,106.52,1762129799999,11774090.9,34308,25.08,2773461.9',
  ].join('\n');
  const { lines } = await imported('klines', writeRecording(scratchFolder(), 'BTCUSDT_15m.csv.gz', text));
  expect(lines.map(({ at }) => at)).toEqual([1762128899999, 1762129799999]);
  expect(lines[0]?.frame).toEqual({
    stream: 'btcusdt@kline_15m',
    data: {
      e: 'kline',
      E: 1762128899999,
      s: 'BTCUSDT',
      k: {
        t: 1762128000000,
        T: 1762128899999,
        s: 'BTCUSDT',
        i: '15m',
        f: -1,
        L: -1,
        o: '110540.69000000',
        c: '110686.31000000',
        h: '110750.00000000',
        l: '110500.00000000',
        v: '103.02',
        n: 34544,
        x: true,
        q: '11399747.9',
        V: '56.49',
        Q: '6251176.2',
        B: '0',
      },
    },
  });
});

test('a candle of six columns is as long as the time to the next', async () => {
  const rows = ['timestamp,open,high,low,close,volume', '1765051620000,5,6,4,5,1', '1765051680000,5,6,4,5,1'];
  const { lines } = await imported(
    'klines',
    writeRecording(scratchFolder(), 'ETHUSDT_1m.csv', rows.join('\n')),
  );
  expect(lines[0]?.at).toBe(1765051679999);
  expect(lines[0]?.frame.stream).toBe('ethusdt@kline_1m');
});

test('candles of a length that the venue has not are refused', async () => {
  const rows = ['timestamp,open,high,low,close,volume', '1765051620000,5,6,4,5,1', '1765051627000,5,6,4,5,1'];
  const path = writeRecording(scratchFolder(), 'a.csv', rows.join('\n'));
  await expect(imported('klines', path)).rejects.toThrow(
    'a.csv:2: has candles of a length that is none of 1m, 5m, 15m, 1h',
  );
});

test('a candle that closes above its high is left out', async () => {
  const rows = ['timestamp,open,high,low,close,volume', '1765051620000,5,6,4,5,1', '1765051680000,5,6,4,7,1'];
  const { warnings } = await imported('klines', writeRecording(scratchFolder(), 'a.csv', rows.join('\n')));
  expect(warnings).toEqual(['a.csv:3: is not within its low and high']);
});
