import { type PriceSource, SPOT_SOURCES, type SpotSource } from '../market/event.ts';
import type { Consensus, SourcePrice } from './consensus.ts';

const isExchange = (source: PriceSource): source is SpotSource =>
  (SPOT_SOURCES as readonly PriceSource[]).includes(source);

/** How many exchanges have a say in `consensus`. */
export const freshExchanges = ({ sources }: Pick<Consensus, 'sources'>): number =>
  sources.filter(({ source }) => isExchange(source)).length;

/** Whether the fresh sources disagree by more than `maxDivergence`, a return since the open. */
export const hasDiverged = ({ divergence }: Consensus, maxDivergence: number): boolean =>
  divergence > maxDivergence;

/**
 * What a decision has to go by, in a reader's words: `1 of 4 spot`, the feed that stands in where there is no exchange,
 * and `diverged 0.41 %`.
 */
export function degradation(consensus: Consensus | undefined, maxDivergence: number): string[] {
  const fresh = consensus === undefined ? 0 : freshExchanges(consensus);
  const told = [`${fresh} of ${SPOT_SOURCES.length} spot`];
  if (consensus === undefined) return told;
  if (fresh === 0) told.push(`${consensus.sources.map(({ source }) => source).join(', ')} instead`);
  if (hasDiverged(consensus, maxDivergence))
    told.push(`diverged ${(100 * consensus.divergence).toFixed(2)} %`);
  return told;
}

/** How much is left of the exchanges: `whole`, some of them silent, `last` one, or `none`. */
export interface FeedHealth {
  readonly state: 'whole' | 'degraded' | 'last' | 'none';
  readonly fresh: readonly SpotSource[];
  /** Silent for longer than allowed, or never heard. */
  readonly silent: readonly SpotSource[];
  /** '3 of 4 exchanges, without kraken'. */
  readonly text: string;
}

/** What `sources` are worth when a price older than `maxAgeMs` has no say. */
export function feedHealth(sources: readonly SourcePrice[], maxAgeMs: number): FeedHealth {
  const heard = new Map(sources.map(({ source, ageMs }) => [source, ageMs]));
  const isFresh = (source: SpotSource): boolean =>
    (heard.get(source) ?? Number.POSITIVE_INFINITY) <= maxAgeMs;
  const fresh = SPOT_SOURCES.filter(isFresh);
  const silent = SPOT_SOURCES.filter((source) => !isFresh(source));
  const without = silent.length === 0 ? '' : `, without ${silent.join(', ')}`;
  return {
    state: silent.length === 0 ? 'whole' : stateOf(fresh.length),
    fresh,
    silent,
    text: `${fresh.length} of ${SPOT_SOURCES.length} exchanges${without}`,
  };
}

function stateOf(fresh: number): FeedHealth['state'] {
  if (fresh > 1) return 'degraded';
  return fresh === 1 ? 'last' : 'none';
}
