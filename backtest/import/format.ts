import type { TapeLine } from '../../shared/adapters/tape/format.ts';
import type { Intake } from './intake.ts';

/** One kind of recording that can be made into a tape. */
export interface RecordingFormat {
  /** What the tape's header calls it. */
  readonly title: string;
  /** Names of the files that a folder of this kind holds. */
  readonly files: RegExp;
  /** False when frames are kept as the venue sent them. */
  readonly derived: boolean;
  /** How often each byte is read. */
  readonly passes: 1 | 2;
  /** What a file of this kind shows, for the message that refuses another. */
  readonly shows: string;
  /** Whether a file that begins with these lines is of this kind. */
  recognises(head: readonly string[]): boolean;
  /** The recording as tape lines in order of time. */
  lines(intake: Intake): AsyncGenerator<TapeLine>;
}
