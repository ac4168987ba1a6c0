import type { EpochMs } from '../../shared/domain/units/time.ts';
import type { Failure } from './states-error.ts';

/** One move of an execution, for its history. A retry stays in the state that it comes from. */
export interface Transition {
  readonly execution: string;
  /** The visit that begins here, or else the one it happens in: by it a listener can tell a repetition. */
  readonly visit: number;
  /** Absent at the start. */
  readonly from?: string;
  /** Absent at the end. */
  readonly to?: string;
  readonly at: EpochMs;
  readonly error?: Failure;
}
