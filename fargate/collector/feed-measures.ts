import type { SpotSource } from '../../shared/domain/market/event.ts';
import type { ApiHealth } from '../../shared/domain/risk/breakers.ts';
import type { Measure } from '../../shared/domain/watch/measure.ts';
import type { FeedStatus } from '../../shared/ports/feeds.ts';

interface Minute {
  readonly feeds: readonly FeedStatus[];
  /** How whoever is asked by REST answered since the last minute. */
  readonly calls: ReadonlyMap<'polymarket' | SpotSource, ApiHealth>;
  /** How often a table or the bucket did not answer since then. */
  readonly storeFailures: number;
  /** How often a waiting window could not be woken. */
  readonly wakeFailures: number;
}

/** What the collector tells of a minute. How each feed fared stands beside the number of those that are down. */
export function feedMeasures({ feeds, calls, storeFailures, wakeFailures }: Minute): readonly Measure[] {
  const down = feeds.filter(({ state }) => state !== 'live').length;
  const refused = feeds.filter(({ state }) => state === 'refused').length;
  const measures: Measure[] = [
    { metric: 'FeedsDown', value: down, details: Object.fromEntries(feeds.map(inWords)) },
    ...[...calls].map(
      ([exchange, health]): Measure => ({
        metric: 'ApiCalls',
        value: health.calls,
        dimensions: { exchange },
      }),
    ),
    { metric: 'ApiErrors', value: [...calls.values()].reduce((sum, { errors }) => sum + errors, 0) },
  ];
  if (refused > 0) measures.push({ metric: 'AuthFailures', value: refused });
  if (storeFailures > 0) measures.push({ metric: 'StoreFailures', value: storeFailures });
  if (wakeFailures > 0) measures.push({ metric: 'WakeFailures', value: wakeFailures });
  return measures;
}

const inWords = ({ channel, state, frames, gaps, uptime }: FeedStatus): [string, string] => [
  channel,
  `${state}, ${frames} frames, ${gaps} gaps, up ${(100 * uptime).toFixed(1)} %`,
];
