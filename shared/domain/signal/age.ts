import type { EpochMs } from '../units/time.ts';
import { median } from './consensus.ts';
import type { WindowSnapshot } from './evaluate.ts';

/**
 * A snapshot as it counts at `now`: every source is older by the time since it was taken, and those older than
 * `maxSourceAgeMs` have no say any more. A snapshot whose sources are all too old has no consensus, and so no decision.
 */
export function agedTo(snapshot: WindowSnapshot, now: EpochMs, maxSourceAgeMs: number): WindowSnapshot {
  const olderBy = now - snapshot.at;
  if (olderBy <= 0 || snapshot.consensus === undefined) return { ...snapshot, at: now };
  const sources = snapshot.consensus.sources
    .map((each) => ({ ...each, ageMs: each.ageMs + olderBy }))
    .filter(({ ageMs }) => ageMs <= maxSourceAgeMs);
  const changes = sources.map(({ change }) => change);
  if (changes.length === 0) return { ...snapshot, at: now, consensus: undefined };
  const divergence = Math.max(...changes) - Math.min(...changes);
  return { ...snapshot, at: now, consensus: { change: median(changes), divergence, sources } };
}
