import { ConfigurationError } from '../../shared/contracts/errors.ts';
import type { Channel } from '../../shared/domain/market/channel.ts';
import { makeRandom, type Random } from '../random.ts';
import { FAULT_LENGTHS_MS, type Fault, type FaultKind, faultKindsOf, turnsAway } from './fault.ts';

/** What is to happen on each channel, in order. */
type Assignment = ReadonlyMap<Channel, FaultKind[]>;

const pick = <T>(random: Random, from: readonly T[]): T => from[random.whole(from.length)]!;

function shuffled<T>(random: Random, each: readonly T[]): T[] {
  const rest = [...each];
  return each.map(() => rest.splice(random.whole(rest.length), 1)[0]!);
}

/** Every kind that can happen, each to the channel that has least so far; a channel is turned away at most once. */
function assign(random: Random, channels: readonly Channel[]): Assignment {
  const assignment = new Map(channels.map((channel) => [channel, [] as FaultKind[]]));
  for (const kind of shuffled(random, [...new Set(channels.flatMap(faultKindsOf))])) {
    const able = channels.filter((channel) => faultKindsOf(channel).includes(kind));
    const spared = able.filter((channel) => !turnsAway(kind) || !assignment.get(channel)!.some(turnsAway));
    const candidates = spared.length > 0 ? spared : able;
    const least = Math.min(...candidates.map((channel) => assignment.get(channel)!.length));
    const chosen = pick(
      random,
      candidates.filter((channel) => assignment.get(channel)!.length === least),
    );
    assignment.get(chosen)!.push(kind);
  }
  return assignment;
}

/**
 * A seeded plan of faults: every kind that can befall one of `channels` at least once, never two at once on a channel,
 * on each channel at least `calmMs` before, between and after them. What must happen comes first, then whatever fits.
 */
export function faultPlan({
  seed,
  channels,
  durationMs,
  calmMs,
}: {
  seed: number;
  channels: readonly Channel[];
  durationMs: number;
  calmMs: number;
}): readonly Fault[] {
  const faults: Fault[] = [];
  for (const [channel, due] of assign(makeRandom(seed, 'fault kinds'), channels)) {
    const random = makeRandom(seed, `faults of ${channel}`);
    const again = faultKindsOf(channel).filter((kind) => !turnsAway(kind));
    let freeMs = 0;
    while (true) {
      const mustHappen = due.length > 0;
      const kind = due.shift() ?? pick(random, again);
      const [shortest, longest] = FAULT_LENGTHS_MS[kind];
      const fromMs = freeMs + calmMs + random.whole(calmMs + 1);
      const toMs = fromMs + shortest + random.whole(longest - shortest + 1);
      if (toMs + calmMs > durationMs) {
        if (!mustHappen) break;
        throw new ConfigurationError(
          `A plan of ${durationMs} ms is too short for one fault of every kind with ${calmMs} ms of calm between: give it more time, or more channels.`,
        );
      }
      faults.push({ kind, channel, fromMs, toMs });
      freeMs = toMs;
    }
  }
  return faults.sort((a, b) => a.fromMs - b.fromMs);
}
