import type { Channel } from '../../shared/domain/market/channel.ts';
import type { MarketEvent } from '../../shared/domain/market/event.ts';
import type { EpochMs } from '../../shared/domain/units/time.ts';
import type { Problem } from '../problems.ts';

/** A frame of a tape that says something, read. */
export interface EventFrame {
  /** When it counts as received: never before the frame before it. */
  readonly at: EpochMs;
  readonly channel: Channel;
  /** Its line in the tape. */
  readonly line: number;
  readonly events: readonly MarketEvent[];
}

/** A stretch of a tape: its frames in order, and what was wrong in it. */
export interface Batch {
  /** The tape's file name, without its folder. */
  readonly tape: string;
  readonly frames: readonly EventFrame[];
  readonly problems: readonly Found[];
  /** Lines of all tapes up to the end of this batch. */
  readonly lines: number;
  /** Bytes of all tapes up to there. */
  readonly bytes: number;
  /** When the last line counts as received. */
  readonly to: EpochMs;
}

/** Something wrong, where it was found. */
export type Found = Pick<Problem, 'kind' | 'channel' | 'reason'> & { readonly at: string };
