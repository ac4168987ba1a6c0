import type { TapeLine } from '../../shared/adapters/tape/format.ts';
import { syntheticDay } from '../../sim/day.ts';

/** A short tape, made once for the tests of a file. */
export const shortTape = (seed: number, windows: number): TapeLine[] => [...syntheticDay({ seed, windows })];

/** Frames have many shapes, which the tests look into. */
type Frame = ReturnType<typeof JSON.parse>;

/** The frames of one channel, parsed. */
export function framesOf(
  tape: readonly TapeLine[],
  channel: TapeLine['channel'],
): { at: number; frame: Frame }[] {
  return tape
    .filter((line) => line.channel === channel)
    .map(({ receivedAt, frame }) => ({ at: receivedAt, frame: JSON.parse(frame) }));
}
