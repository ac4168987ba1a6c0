import type { TapeLine } from '../../shared/adapters/tape/format.ts';
import { TapeError } from '../../shared/contracts/errors.ts';
import type { RecordingFormat } from './format.ts';
import { bookFrame, chainlinkPrint } from './frames.ts';
import { listing, type RecordedOutcome, type RecordedWindow, recordedWindow, resolution } from './gamma.ts';
import type { Intake } from './intake.ts';
import { mergeFiles } from './merge.ts';
import { rows } from './rows.ts';
import { lineBatches } from './text.ts';

const HEADER = /^ {2}(\w+): (\S+)/;
/** '299   4:59  DOWN  53c    +5$  gain= 79.4%  btc=  64330.89'; the side is '----' when both cost the same. */
const ROW = /^ *(\d+) +\d+:\d\d +(UP|DOWN|----) +(---|\d+c) .*?(?:gain= *([\d.]+)%.*)?btc= *(\S+)$/;
const LOOKS_LIKE_ROW = /^ *\d+ +\d+:\d\d/;
const PRICE = /^\d+(\.\d+)?$/;
/** The recorder noted no depth; this is the venue's smallest order. */
const SHARES = '5';
/** `fee_rate` of the recordings, the venue's of those days (facts 5.5). */
const FEE_RATE = 0.07;

interface Second {
  readonly at: number;
  readonly side: string;
  readonly quote: string;
  /** What a win would bring after the fee, percent; undefined where the recorder noted none. */
  readonly gain: number | undefined;
  readonly price: string;
}

/** One text file a window: the dearer side's price and Chainlink's once a second. */
export const rounds1hz: RecordingFormat = {
  title: 'rounds at one row a second',
  files: /\.txt(\.gz)?$/,
  derived: true,
  passes: 2,
  shows: 'a header with market_start_ts',
  recognises: (head) => head.some((text) => /^ *market_start_ts: \d+/.test(text)),
  lines: (intake) => mergeFiles(intake, read),
};

async function* read(file: string, intake: Intake): AsyncGenerator<TapeLine> {
  const header = await headerOf(file, intake);
  const recorded = windowOf(file, header);
  const { openAt, closeAt } = recorded.window;
  const asset = recorded.window.series.asset;
  const strike = decimal(header, 'price_to_beat', 'ptb_chainlink', 'ptb_gamma');
  const final = decimal(header, 'final_chainlink', 'final_gamma');
  yield listing(recorded);
  if (strike !== undefined)
    yield chainlinkPrint({ receivedAt: openAt, asset, stampedAt: openAt, value: strike });
  const reader = {
    parse: (text: string) => secondOf(text, closeAt),
    at: ({ at }: Second) => at,
    same: () => 'second',
  };
  for await (const second of rows(file, intake, reader)) {
    if (second.at < openAt) continue;
    const { at, price } = second;
    // A row shows the print of about two seconds before: at the ends only the header's prices are exact.
    if (at > openAt && at < closeAt)
      yield chainlinkPrint({ receivedAt: at, asset, stampedAt: at, value: price });
    yield quoted(second, recorded);
  }
  if (final !== undefined)
    yield chainlinkPrint({ receivedAt: closeAt, asset, stampedAt: closeAt, value: final });
  const outcome = outcomeOf(header, strike, final);
  if (outcome !== undefined) yield resolution(recorded, outcome);
}

async function headerOf(file: string, { onBytes }: Intake): Promise<Map<string, string>> {
  const header = new Map<string, string>();
  for await (const { texts } of lineBatches(file, onBytes)) {
    for (const text of texts) {
      const [, key, value] = HEADER.exec(text) ?? [];
      if (key !== undefined && value !== undefined) header.set(key, value);
    }
  }
  return header;
}

function windowOf(file: string, header: ReadonlyMap<string, string>): RecordedWindow {
  const start = Number(header.get('market_start_ts'));
  const end = Number(header.get('market_end_ts') ?? start + 300);
  const recorded = recordedWindow(`btc-updown-${(end - start) / 60}m-${start}`);
  if (recorded === undefined)
    throw new TapeError(file, undefined, 'market_start_ts and market_end_ts are no window');
  return recorded;
}

function decimal(header: ReadonlyMap<string, string>, ...keys: string[]): string | undefined {
  return keys.map((key) => header.get(key)).find((value) => value !== undefined && PRICE.test(value));
}

function secondOf(text: string, closeAt: number): Second | string | undefined {
  if (!LOOKS_LIKE_ROW.test(text)) return undefined;
  const [, left = '', side = '', quote = '', gain, price = ''] = ROW.exec(text) ?? [];
  if (left === '') return 'is no row of seconds left, side, price and btc';
  if (!PRICE.test(price)) return 'btc is not a price';
  if (Number.parseInt(quote, 10) > 100) return 'the quote is above 100c';
  const at = closeAt - Number(left) * 1000;
  return { at, side, quote, gain: gain === undefined ? undefined : Number(gain), price };
}

/** What could be bought: the dearer side at its price, either at a tie; nothing where there was no quote. */
function quoted(
  { at, side, quote, gain }: Second,
  { tokens, conditionId: market }: RecordedWindow,
): TapeLine {
  const cents = askOf(Number.parseInt(quote, 10), gain);
  const offer = cents > 0 && cents < 100 ? [{ price: String(cents / 100), size: SHARES }] : [];
  const asksOf = (dearer: string) => (side === dearer || side === '----' ? offer : []);
  return bookFrame(at, [
    { token: tokens.up, market, bids: [], asks: asksOf('UP') },
    { token: tokens.down, market, bids: [], asks: asksOf('DOWN') },
  ]);
}

/**
 * The quote lies nearer the middle than the ask. The gain tells the ask: a share at `ask` and its fee costs
 * 1 / (1 + gain). The lowest cent at or above the quote that costs as much; the quote where no gain is noted.
 */
function askOf(quote: number, gain: number | undefined): number {
  if (gain === undefined || !(quote > 0)) return quote;
  const cost = 1 / (1 + gain / 100);
  const HALF_THE_LAST_DIGIT = 0.0003;
  let ask = quote;
  while (ask < 99 && ask / 100 + FEE_RATE * (ask / 100) * (1 - ask / 100) < cost - HALF_THE_LAST_DIGIT) ask++;
  return ask;
}

/** The recorded outcome; without one, that of the rule of those days: up when the final is not below the strike. */
function outcomeOf(
  header: ReadonlyMap<string, string>,
  priceToBeat: string | undefined,
  finalPrice: string | undefined,
): RecordedOutcome | undefined {
  const known = {
    ...(priceToBeat === undefined ? {} : { priceToBeat }),
    ...(finalPrice === undefined ? {} : { finalPrice }),
  };
  const outcome = header.get('outcome')?.toLowerCase();
  if (outcome === 'up' || outcome === 'down') return { winner: outcome, ...known };
  if (outcome !== undefined || priceToBeat === undefined || finalPrice === undefined) return undefined;
  const winner = Number(finalPrice) >= Number(priceToBeat) ? 'up' : 'down';
  return { winner, inferred: 'the price to beat and the final price', ...known };
}
