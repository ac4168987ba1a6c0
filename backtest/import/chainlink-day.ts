import { z } from 'zod';
import type { TapeLine } from '../../shared/adapters/tape/format.ts';
import { TapeError } from '../../shared/contracts/errors.ts';
import { type Window, windowOfSlug } from '../../shared/domain/market/window.ts';
import { formatDecimal } from '../../shared/domain/units/decimal.ts';
import { type CsvRow, csvParser, namesColumns } from './csv.ts';
import type { RecordingFormat } from './format.ts';
import { chainlinkPrint } from './frames.ts';
import { gammaEvent, listedAt, resolvedAt } from './gamma.ts';
import type { Intake } from './intake.ts';
import { holdsKeys, jsonParser } from './json.ts';
import { rows } from './rows.ts';
import { Schedule } from './schedule.ts';

const PRICES = {
  feed_ts_ms: 'integer',
  value: 'decimal',
  full_accuracy_value: 'integer',
  server_ts_ms: 'integer',
  recv_ms: 'integer',
} as const;
type PriceRow = CsvRow<typeof PRICES>;

const MarketRow = z.object({
  slug: z.string().refine((slug) => windowOfSlug(slug) !== undefined, 'names no window'),
  asset: z.string(),
  start_sec: z.int().positive(),
  strike_value: z.string().regex(/^\d+$/).nullable(),
  raw: z.looseObject({ outcomePrices: z.string(), closedTime: z.string().optional(), closed: z.boolean() }),
});
type MarketRow = z.infer<typeof MarketRow>;

/** A day of Chainlink prints, and the markets that settled on them. */
export const chainlinkDay: RecordingFormat = {
  title: 'Chainlink prices and markets of a day',
  files: /(-prices\.csv|-markets\.jsonl)(\.gz)?$/,
  derived: true,
  passes: 1,
  shows: 'prices by feed_ts_ms and recv_ms, and markets with strike_value and raw',
  recognises: (head) => isPrices(head) || holdsKeys(head, 'slug', 'strike_value', 'raw'),
  lines,
};

const isPrices = (head: readonly string[]) =>
  namesColumns(head, 'feed_ts_ms', 'full_accuracy_value', 'recv_ms');

async function* lines(intake: Intake): AsyncGenerator<TapeLine> {
  const prices = intake.files.filter((file) => /\.csv(\.gz)?$/.test(file));
  const markets = intake.files.filter((file) => /\.jsonl(\.gz)?$/.test(file));
  const [pricesFile, marketsFile] = [prices[0], markets[0]];
  if (pricesFile === undefined || marketsFile === undefined || intake.files.length > 2)
    throw new TapeError(
      intake.files[0] as string,
      undefined,
      'is one of two: name the folder that holds one -prices.csv and one -markets.jsonl',
    );
  const schedule = new Schedule();
  const asset = await addMarkets(marketsFile, intake, schedule);
  const reader = {
    parse: csvParser(pricesFile, PRICES),
    at: (row: PriceRow) => Number(row.recv_ms),
    same: (row: PriceRow) => row.feed_ts_ms,
  };
  for await (const row of rows(pricesFile, intake, reader)) {
    const receivedAt = Number(row.recv_ms);
    yield* schedule.until(receivedAt);
    const stampedAt = Number(row.feed_ts_ms);
    yield chainlinkPrint({
      receivedAt,
      asset,
      stampedAt,
      value: row.value,
      sentAt: Number(row.server_ts_ms),
    });
  }
  yield* schedule.rest();
}

async function addMarkets(file: string, intake: Intake, schedule: Schedule): Promise<string> {
  let asset = '';
  const reader = {
    parse: jsonParser(MarketRow),
    at: (row: MarketRow) => row.start_sec * 1000,
    same: (row: MarketRow) => row.slug,
  };
  for await (const row of rows(file, intake, reader)) {
    const window = windowOfSlug(row.slug) as Window;
    asset ||= row.asset;
    if (row.asset !== asset)
      throw new TapeError(file, undefined, `holds markets of ${asset} and ${row.asset}`);
    schedule.add(gammaEvent(listedAt(window), window, unresolved(row.raw)));
    if (!row.raw.closed) continue;
    schedule.add(
      gammaEvent(closedAt(row.raw.closedTime, window), window, row.raw, metadata(row.strike_value)),
    );
  }
  return asset;
}

/** '2026-07-24 00:00:16+00' as the venue writes it. */
function closedAt(text: string | undefined, window: Window): number {
  const at = text === undefined ? Number.NaN : Date.parse(`${text.replace(' ', 'T')}:00`);
  return Number.isNaN(at) ? resolvedAt(window) : Math.max(at, window.closeAt);
}

const metadata = (strike: string | null) =>
  strike === null ? {} : { eventMetadata: { priceToBeat: formatDecimal(BigInt(strike), 18) } };

/** What the venue set or moved after the listing; none of it may be seen before the end. */
const LATER =
  /^(closedTime|uma|automaticallyResolved|lastTradePrice|best|one|spread|volume|liquidity|updatedAt|competitive)/;

const unresolved = (raw: MarketRow['raw']): Record<string, unknown> => ({
  ...Object.fromEntries(Object.entries(raw).filter(([key]) => !LATER.test(key))),
  closed: false,
  acceptingOrders: true,
  outcomePrices: '["0.5", "0.5"]',
  orderPriceMinTickSize: 0.01,
});
