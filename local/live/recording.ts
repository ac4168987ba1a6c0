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

/** One line on how the tape fares. */
export const recorderState = ({ backlog, failing }: Recorder): string =>
  failing === undefined
    ? `tape: ${Math.round(backlog / 1024)} KiB wait to be written`
    : `tape: cannot be written (${failing}); ${Math.round(backlog / 1024)} KiB wait in memory`;
