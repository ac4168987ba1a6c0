import { formatDecimal } from '../shared/domain/units/decimal.ts';
import { makeSocket, type Outbox } from './outbox.ts';
import { makeRandom } from './random.ts';
import { PRICE, REFERENCE } from './statistics.ts';
import { WINDOW_MS } from './window.ts';

const PRINT_PLACES = 8;
const TWAP_PLACES = 18;
const E10 = 10_000_000_000n;

/** What the reference prints have said so far. */
export interface ReferenceFeed {
  /** Takes in the path's price at the end of a step; prints when that is a whole second. */
  step(at: number, dollars: number): void;
  /** The average stamped at a quarter hour, in 10^-18 dollars; undefined when it was not printed. */
  twapAt(at: number): bigint | undefined;
  /** Sum, in dollars, and count of the prints stamped after `at`, as far as they are kept. */
  since(at: number): { readonly sum: number; readonly count: number };
}

function priceFrame(seq: number, sentAt: number, at: number, text: string): string {
  const value = `"value":${Number(text)},"full_accuracy_value":"${text}"`;
  return `{"v":1,"channel":"price.crypto","seq":${seq},"ts":${sentAt},"payload":{"symbol":"btcusd",${value},"timestamp":${at},"source":"chainlink"}}`;
}

function twapFrame(seq: number, sentAt: number, at: number, text: string): string {
  const value = `"value":${Number(text)},"full_accuracy_value":"${text}"`;
  return `{"v":1,"channel":"price.crypto.twap","seq":${seq},"ts":${sentAt},"payload":{"symbol":"btcusd",${value},"timestamp":${at},"window_seconds":${REFERENCE.twapSeconds},"source":"chainlink"}}`;
}

/**
 * Chainlink's price and its 60-second average, once a second as PolyBolt sends them. A print is a mean of the
 * path shortly before its stamp; the average is the mean of the last 60 prints, cut to 18 places.
 */
export function makeReferenceFeed(seed: number, outbox: Outbox): ReferenceFeed {
  const random = makeRandom(seed, 'reference');
  const { median, sigma } = REFERENCE.latency;
  const send = makeSocket(outbox, 'polybolt', () => random.lognormal(median, sigma));
  const path: number[] = [];
  /** The last 60 prints in 10^-8 dollars, oldest first. */
  const prints: number[] = [];
  let lastPrintAt = 0;
  let sum = 0;
  let priceSeq = 0;
  let twapSeq = 0;
  const twaps = new Map<number, bigint>();
  const newest = REFERENCE.newestMs / PRICE.stepMs;

  function printPrice(at: number): void {
    const seen = path.slice(0, path.length - newest);
    const units = Math.round((seen.reduce((total, dollars) => total + dollars, 0) / seen.length) * 1e8);
    prints.push(units);
    sum += units;
    if (prints.length > REFERENCE.twapSeconds) sum -= prints.shift()!;
    lastPrintAt = at;
    send(at, priceFrame(++priceSeq, at + 900, at, formatDecimal(units, PRINT_PLACES)));
  }

  function printTwap(at: number): void {
    const mean = (BigInt(sum) * E10) / BigInt(REFERENCE.twapSeconds);
    if (at % WINDOW_MS === 0) twaps.set(at, mean);
    send(at, twapFrame(++twapSeq, at + 950, at, formatDecimal(mean, TWAP_PLACES)));
  }

  return {
    step(at, dollars) {
      path.push(dollars);
      if (path.length > REFERENCE.oldestMs / PRICE.stepMs) path.shift();
      if (at % 1_000 !== 0) return;
      printPrice(at);
      if (prints.length === REFERENCE.twapSeconds) printTwap(at);
    },
    twapAt: (at) => twaps.get(at),
    since(at) {
      const count = Math.min(prints.length, Math.max(0, Math.floor((lastPrintAt - at) / 1_000)));
      const recent = prints.slice(prints.length - count);
      return { sum: recent.reduce((total, units) => total + units, 0) / 1e8, count };
    },
  };
}
