import type { Channel } from '../../shared/domain/market/channel.ts';
import type { FaultKind } from './fault.ts';

/** What one fault has done so far. Times are in wall milliseconds since the start of the plan. */
export interface JournalEntry {
  readonly kind: FaultKind;
  readonly channel: Channel;
  readonly fromMs: number;
  /** Undefined while it lasts. */
  readonly toMs: number | undefined;
  /** Ids of the connections that it met. */
  readonly connections: readonly number[];
  /** Frames disturbed, connections cut, upgrades, requests and look-ups refused. */
  readonly deeds: number;
}

/** An entry while it is being written. */
export interface OpenEntry extends JournalEntry {
  toMs: number | undefined;
  readonly connections: number[];
  deeds: number;
}

/** Deeds of each kind that occurred. */
export function countDeeds(entries: readonly JournalEntry[]): ReadonlyMap<FaultKind, number> {
  const counts = new Map<FaultKind, number>();
  for (const { kind, deeds } of entries) counts.set(kind, (counts.get(kind) ?? 0) + deeds);
  return counts;
}
