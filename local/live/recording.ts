import type { TapeHeader } from '../../shared/adapters/tape/format.ts';
import type { Recorder } from '../../shared/adapters/tape/recorder.ts';
import { type Series, seriesId } from '../../shared/domain/market/series.ts';
import type { World } from './world.ts';

/** The header of a tape that is recorded from `world`. What a simulated venue serves stays what it is. */
export function recordingHeader({ venue }: World, series: readonly Series[]): TapeHeader {
  const what = series.map(seriesId).join(', ');
  return {
    version: 1,
    synthetic: venue?.synthetic ?? false,
    derived: false,
    title: venue === undefined ? `Live feeds of ${what}` : `${venue.title}, recorded through sockets`,
    source:
      venue === undefined ? 'recorded by Quarterhour' : 'recorded by Quarterhour from a simulated venue',
  };
}

/** What comes between two writes, and a good deal more. */
const USUAL = 256 * 1024;

/** One line on how the tape fares. */
export function recorderState({ backlog, failing }: Recorder): string {
  const waiting = `${Math.round(backlog / 1024)} KiB wait in memory`;
  if (failing !== undefined) return `tape: cannot be written (${failing}); ${waiting}`;
  return backlog > USUAL ? `tape: the disk is slow; ${waiting}` : 'tape: up to date';
}
