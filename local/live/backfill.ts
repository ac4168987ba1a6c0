import type { Collector } from '../../fargate/collector/collect.ts';
import { spotHistory } from '../../shared/adapters/ccxt/history.ts';
import { gammaClient } from '../../shared/adapters/polymarket/client-gamma.ts';
import { SPOT_SOURCES } from '../../shared/domain/market/event.ts';
import type { Series } from '../../shared/domain/market/series.ts';
import { windowAt, windowSlug } from '../../shared/domain/market/window.ts';
import { after, type EpochMs, epochMs, MINUTE_MS } from '../../shared/domain/units/time.ts';
import { parseFrame } from '../../shared/feeds/parse-frame.ts';
import type { Frame } from '../../shared/ports/feeds.ts';
import type { World } from './world.ts';

/** The strike is the mean of the minute before the open. */
const BEFORE_MS = 2 * MINUTE_MS;

export interface BackfillDeps {
  readonly world: World;
  readonly series: readonly Series[];
  readonly collector: Collector;
  /** Up to where something is known already, if anything is. */
  readonly knownUntil: EpochMs | undefined;
  readonly record: (frame: Frame) => void;
  readonly failed: (error: Error) => void;
}

/**
 * Asks the exchanges by REST for what happened in the windows that are open before we came, and tells the collector. An
 * exchange that does not answer is left out. Gives the number of frames.
 */
export async function backfill(deps: BackfillDeps): Promise<number> {
  const { world, series, collector, knownUntil, record, failed } = deps;
  const now = world.clock.now();
  const opened = Math.min(...series.map((each) => windowAt(each, now).openAt));
  const from = epochMs(Math.max(knownUntil ?? 0, after(epochMs(opened), -BEFORE_MS)));
  const { binanceRest, coinbaseRest, krakenRest, bitstampRest } = world.hosts;
  const urls = { binance: binanceRest, coinbase: coinbaseRest, kraken: krakenRest, bitstamp: bitstampRest };
  const asked = [...new Set(series.map(({ asset }) => asset))].flatMap((asset) =>
    SPOT_SOURCES.map((source) =>
      spotHistory({ source, asset, url: urls[source] }, { from, to: now }).catch((error: Error) => {
        failed(error);
        return [];
      }),
    ),
  );
  const spot = (await Promise.all(asked)).flat().sort((a, b) => a.at - b.at);
  // A window is to be known before its prices come, as it would have been had we been there.
  const frames = [
    ...(await listings(deps, now)).map((text): Frame => ({ channel: 'gamma', text, at: from })),
    ...spot,
  ];
  for (const frame of frames) {
    record(frame);
    collector.advance(frame.at);
    parseFrame(frame.channel, frame.text, (event) => collector.take(event, frame.at));
  }
  return frames.length;
}

async function listings({ world, series, failed }: BackfillDeps, now: EpochMs): Promise<string[]> {
  const gamma = gammaClient({ url: world.hosts.gamma });
  const asked = series.map((each) =>
    gamma.eventBySlug(windowSlug(windowAt(each, now))).catch((error: Error) => failed(error)),
  );
  return (await Promise.all(asked)).filter((body) => typeof body === 'string');
}
