import { TAPE_VERSION, type TapeHeader, type TapeLine } from '../shared/adapters/tape/format.ts';
import { ConfigurationError } from '../shared/contracts/errors.ts';
import { makeBinanceFeed } from './binance-feed.ts';
import { makeBitstampFeed, makeCoinbaseFeed, makeKrakenFeed } from './dollar-feeds.ts';
import { makeMarket } from './market.ts';
import { Outbox } from './outbox.ts';
import type { Profile } from './profile.ts';
import { REALISTIC } from './realistic.ts';
import { PRICE } from './statistics.ts';
import { WINDOW_MS } from './window.ts';

/** Raised whenever a seed gives other bytes than before. */
export const SIMULATOR_VERSION = 4;
const DEFAULT_DATE = '2026-11-20';
const WINDOWS_A_DAY = 96;
const LEAD_MS = 120_000;
const TAIL_MS = 120_000;

export interface SyntheticDay {
  readonly seed: number;
  /** A realistic day unless given. */
  readonly profile?: Profile;
  /** The UTC day, as YYYY-MM-DD. */
  readonly date?: string;
  /** How many windows, from the one that opens at midnight. */
  readonly windows?: number;
}

export function syntheticHeader(seed: number, { title }: Profile = REALISTIC): TapeHeader {
  return {
    version: TAPE_VERSION,
    synthetic: true,
    derived: false,
    title,
    source: `Quarterhour's market simulator, version ${SIMULATOR_VERSION}, seed ${seed}`,
  };
}

function midnight(date: string): number {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : Number.NaN;
  if (!(at > LEAD_MS) || new Date(at).toISOString().slice(0, 10) !== date)
    throw new ConfigurationError(`date: ${JSON.stringify(date)} is no day; write it as ${DEFAULT_DATE}`);
  return at;
}

/**
 * The frames of a made-up day, in the order they were received: a pure function of its arguments.
 * Throws {@link ConfigurationError} for a seed, date or number of windows that cannot be.
 */
export function* syntheticDay({
  seed,
  profile = REALISTIC,
  date = DEFAULT_DATE,
  windows = WINDOWS_A_DAY,
}: SyntheticDay): Generator<TapeLine> {
  if (!Number.isSafeInteger(seed)) throw new ConfigurationError(`seed: ${seed} is no whole number`);
  if (!Number.isInteger(windows) || windows < 1 || windows > WINDOWS_A_DAY)
    throw new ConfigurationError(`windows: ${windows} is not 1 to ${WINDOWS_A_DAY}`);
  const firstOpenAt = midnight(date);
  const startAt = firstOpenAt - LEAD_MS;
  const endAt = firstOpenAt + windows * WINDOW_MS + TAIL_MS;
  const outbox = new Outbox();
  const exchanges = [makeBinanceFeed, makeCoinbaseFeed, makeKrakenFeed, makeBitstampFeed].map((make) =>
    make(seed, outbox),
  );
  const market = makeMarket({ seed, profile, startAt, firstOpenAt, windows }, outbox, exchanges);

  for (let from = startAt; from < endAt; from += PRICE.stepMs) {
    market.step(from);
    const at = from + PRICE.stepMs;
    for (let line = outbox.takeBefore(at); line !== undefined; line = outbox.takeBefore(at)) yield line;
  }
  for (let line = outbox.takeBefore(Infinity); line !== undefined; line = outbox.takeBefore(Infinity))
    yield line;
}
