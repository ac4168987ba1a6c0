import { epochMs } from '../shared/domain/units/time.ts';
import { type ExchangeFrame, kindOf, type Reader, readFrames } from './feeds/frames.ts';
import { makeOurs } from './feeds/ours.ts';
import { makePeers } from './feeds/peer.ts';
import { readOptions, tapeOf } from './options.ts';
import { atLeast, type BenchResult, median, rounded } from './result.ts';

const LEAST_RATIO = 10;
const TURN = 5_000;
const FROM = '2026-11-20T01:45:00Z';

/**
 * Frames a second from their texts to the state of armed windows, beside ccxt pro's own reading of the same frames in the
 * same process. The frames lie in memory before the clock starts. Both in turn; the medians count.
 */
export async function benchFeeds(words: readonly string[]): Promise<BenchResult> {
  const {
    tape,
    from,
    frames: count,
    rounds,
  } = readOptions(words, {
    tape: 'synthetic-eventful',
    from: FROM,
    frames: 200_000,
    rounds: 5,
  });
  const recording = await readFrames(await tapeOf(tape), epochMs(Date.parse(from)), count);
  const parts = new Map<string, ExchangeFrame[]>([['all', [...recording.frames]]]);
  for (const frame of recording.frames) {
    const kind = kindOf(frame);
    const part = parts.get(kind) ?? [];
    part.push(frame);
    parts.set(kind, part);
  }
  const detail: Record<string, unknown> = {};
  let all: ReturnType<typeof compared> | undefined;
  for (const [kind, frames] of parts) {
    const found = compared(frames, rounds, () => makeOurs(recording));
    all ??= found;
    detail[kind] = found;
  }
  const { ours, peer, ratio } = all as ReturnType<typeof compared>;
  return {
    name: 'feeds',
    unit: 'frames a second, median of all turns',
    ours,
    peer: { name: 'ccxt pro, JSON.parse and handleMessage', value: peer },
    ratio,
    checks: [atLeast('ratio over all frames', ratio, LEAST_RATIO)],
    detail,
  };
}

/**
 * Both sides take turns at the same few thousand frames, and the medians over all turns count: what disturbs the machine
 * for a moment disturbs few of them.
 */
function compared(frames: readonly ExchangeFrame[], rounds: number, make: () => Reader) {
  const rates = { ours: [] as number[], peer: [] as number[] };
  // The first round is for the compiler.
  for (let round = 0; round <= rounds; round++) {
    const sides = { ours: make(), peer: makePeers() };
    for (let from = 0; from < frames.length; from += TURN)
      for (const side of ['ours', 'peer'] as const) {
        const turn = frames.slice(from, from + TURN);
        const startedAt = performance.now();
        sides[side].take(turn);
        const seconds = (performance.now() - startedAt) / 1_000;
        if (round > 0) rates[side].push(turn.length / seconds);
      }
    for (const side of ['ours', 'peer'] as const) sides[side].check(frames);
  }
  const ratios = rates.ours.map((ours, turn) => ours / (rates.peer[turn] as number));
  return {
    frames: frames.length,
    ours: Math.round(median(rates.ours)),
    peer: Math.round(median(rates.peer)),
    ratio: rounded(median(ratios)),
  };
}
