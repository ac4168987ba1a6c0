import type { TapeLine } from '../../shared/adapters/tape/format.ts';
import { type CsvRow, csvParser, namesColumns } from './csv.ts';
import type { RecordingFormat } from './format.ts';
import { binancePrint, chainlinkPrint, type Print } from './frames.ts';
import type { Intake } from './intake.ts';
import { mergeFiles } from './merge.ts';
import { rows } from './rows.ts';

const COLUMNS = {
  timestamp_ms: 'integer',
  binance_direct_price: 'decimal?',
  binance_direct_ts: 'integer?',
  rtds_binance_price: 'decimal?',
  rtds_binance_ts: 'integer?',
  rtds_chainlink_price: 'decimal?',
  rtds_chainlink_ts: 'integer?',
} as const;
type Feeds = CsvRow<typeof COLUMNS>;

type ToLine = (print: Print, count: number) => TapeLine;

/** Last values of several feeds ten times a second; each becomes a frame in the row that shows it first. */
export const multifeed: RecordingFormat = {
  title: 'last values of several feeds',
  files: /\.csv(\.gz)?$/,
  derived: true,
  passes: 1,
  shows: 'a CSV header with timestamp_ms, binance_direct_price and rtds_chainlink_price',
  recognises: (head) => namesColumns(head, 'timestamp_ms', 'binance_direct_price', 'rtds_chainlink_price'),
  lines: (intake) => mergeFiles(intake, read),
};

async function* read(file: string, intake: Intake): AsyncGenerator<TapeLine> {
  const feeds = [
    changes('binance_direct', binanceTrade),
    changes('rtds_binance', binancePrint),
    changes('rtds_chainlink', chainlinkPrint),
  ];
  const reader = {
    parse: csvParser(file, COLUMNS),
    at: (row: Feeds) => Number(row.timestamp_ms),
    same: () => 'row',
  };
  for await (const row of rows(file, intake, reader)) {
    for (const changed of feeds) {
      const line = changed(row);
      if (line !== undefined) yield line;
    }
  }
}

/** The line of a feed for a row that shows a new price or a new time of it. */
function changes(feed: 'binance_direct' | 'rtds_binance' | 'rtds_chainlink', toLine: ToLine) {
  let last = '';
  let count = 0;
  return (row: Feeds): TapeLine | undefined => {
    const [value, stamp] = [row[`${feed}_price`], row[`${feed}_ts`]];
    const shown = `${value} ${stamp}`;
    if (value === '' || stamp === '' || shown === last) return undefined;
    last = shown;
    count++;
    return toLine(
      { receivedAt: Number(row.timestamp_ms), asset: 'btc', stampedAt: Number(stamp), value },
      count,
    );
  };
}

/** The recording has neither id nor size of a trade: the id counts, the size is 0. */
const binanceTrade: ToLine = ({ receivedAt, stampedAt: T, value: p }, t) => {
  const data = { e: 'trade', E: T, s: 'BTCUSDT', t, p, q: '0.00000000', T, m: false, M: true };
  return { receivedAt, channel: 'binance', frame: JSON.stringify({ stream: 'btcusdt@trade', data }) };
};
