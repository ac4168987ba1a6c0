import { gammaClient } from '../adapters/polymarket/client-gamma.ts';
import { VenueUnavailableError } from '../contracts/errors.ts';
import type { Hosts } from '../contracts/hosts.ts';
import { type MarketEvent, SPOT_SOURCES, type SpotSource } from '../domain/market/event.ts';
import type { Series } from '../domain/market/series.ts';
import { windowAt, windowSlug } from '../domain/market/window.ts';
import { type EpochMs, epochMs, MINUTE_MS, SECOND_MS } from '../domain/units/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { Frame } from '../ports/feeds.ts';
import { parseFrame } from './parse-frame.ts';
import { restUrl } from './rest-url.ts';

/** The strike is the mean of the minute before the open. */
const BEFORE_MS = 2 * MINUTE_MS;
/** Nothing is decided while we wait: an exchange that takes longer is left out. */
const PATIENCE_MS = 30 * SECOND_MS;

interface Market {
  readonly source: SpotSource;
  readonly asset: string;
  readonly url: string;
}

/** Asks exchanges for what happened in a span, once their market is open. */
interface RestHistory {
  open(market: Market): Promise<{ history(span: { from: EpochMs; to: EpochMs }): Promise<Frame[]> }>;
}

export interface BackfillDeps {
  readonly hosts: Hosts;
  readonly clock: Clock;
  readonly series: readonly Series[];
  readonly rest: RestHistory;
  /** Up to where something is known already, if anything is. */
  readonly knownUntil?: EpochMs | undefined;
  readonly failed: (error: Error) => void;
}

/** A frame, and what it says; of one that cannot be read, nothing. */
export interface Heard {
  readonly frame: Frame;
  readonly events: readonly MarketEvent[];
}

/**
 * What happened in the windows that are open before we came, in order, as listing and exchanges tell it by REST. Who does
 * not answer is left out.
 */
export async function backfill(deps: BackfillDeps): Promise<Heard[]> {
  const now = deps.clock.now();
  const opened = Math.min(...deps.series.map((each) => windowAt(each, now).openAt));
  const from = epochMs(Math.max(deps.knownUntil ?? 0, opened - BEFORE_MS));
  const [listed, spot] = await Promise.all([listings(deps, now), spotFrames(deps, from)]);
  // A window is to be known before its prices come, as it would have been had we been there.
  const frames = [...listed.map((text): Frame => ({ channel: 'gamma', text, at: from })), ...spot];
  return frames.map((frame) => ({ frame, events: eventsOf(frame, deps) }));
}

async function spotFrames(deps: BackfillDeps, from: EpochMs): Promise<Frame[]> {
  const assets = [...new Set(deps.series.map(({ asset }) => asset))];
  const asked = assets.flatMap((asset) =>
    SPOT_SOURCES.map((source) =>
      inTime(source, historyOf({ source, asset, url: restUrl(deps.hosts, source) }, from, deps)).catch(
        (error: Error) => {
          deps.failed(error);
          return [];
        },
      ),
    ),
  );
  return (await Promise.all(asked)).flat().sort((a, b) => a.at - b.at);
}

/** Up to when it is asked: until its market is open, sockets may have been opened too. */
async function historyOf(market: Market, from: EpochMs, { rest, clock }: BackfillDeps): Promise<Frame[]> {
  const open = await rest.open(market);
  return open.history({ from, to: clock.now() });
}

async function inTime<T>(source: SpotSource, asked: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => late.reject(new VenueUnavailableError(`${source} has not told its history within half a minute`)),
    PATIENCE_MS,
  );
  return Promise.race([asked, late.promise]).finally(() => clearTimeout(timer));
}

async function listings({ hosts, series, failed }: BackfillDeps, now: EpochMs): Promise<string[]> {
  const gamma = gammaClient({ url: hosts.gamma });
  const asked = series.map((each) =>
    gamma.eventBySlug(windowSlug(windowAt(each, now))).catch((error: Error) => failed(error)),
  );
  return (await Promise.all(asked)).filter((body) => typeof body === 'string');
}

function eventsOf({ channel, text }: Frame, { failed }: BackfillDeps): MarketEvent[] {
  const events: MarketEvent[] = [];
  parseFrame(channel, text, (event) => events.push(event), failed);
  return events;
}
