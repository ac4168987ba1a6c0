import { stat } from 'node:fs/promises';
import type { Collector } from '../../fargate/collector/collect.ts';
import { tapePaths } from '../../shared/adapters/tape/read.ts';
import { TapeError } from '../../shared/contracts/errors.ts';
import { LENGTH_MS, type Series } from '../../shared/domain/market/series.ts';
import { after, type EpochMs, HOUR_MS, MINUTE_MS } from '../../shared/domain/units/time.ts';
import { batchesOf } from '../feed/thread.ts';
import { openTapes } from '../tape-source.ts';

/** Before a window opens its strike is already forming. */
const BEFORE_MS = 5 * MINUTE_MS;
/** A tape holds an hour. */
const TAPE_MS = HOUR_MS;

/**
 * Tells the collector what an earlier process recorded of the windows that may still be open at `now`: their strikes,
 * paths and listings. Gives how many frames that were, and when the last came. Tapes that cannot be read are left out.
 */
export async function warmUp(
  collector: Collector,
  { folder, series, now }: { folder: string; series: readonly Series[]; now: EpochMs },
): Promise<{ readonly frames: number; readonly until: EpochMs | undefined }> {
  const from = after(now, -Math.max(...series.map(({ length }) => LENGTH_MS[length])) - BEFORE_MS);
  let frames = 0;
  let until: EpochMs | undefined;
  for (const path of await recentTapes(folder, from)) {
    try {
      // Opened first, which refuses a tape without a frame.
      const { paths } = await openTapes([path]);
      for await (const batch of batchesOf(paths))
        for (const { at, events } of batch.frames) {
          if (at < from || at > now) continue;
          collector.advance(at);
          for (const event of events) collector.take(event, at);
          frames++;
          until = at;
        }
    } catch (error) {
      if (!(error instanceof TapeError)) throw error;
    }
  }
  return { frames, until };
}

/** By their names, which are the instants of their first frames: those that may hold something after `from`. */
async function recentTapes(folder: string, from: EpochMs): Promise<string[]> {
  const there = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!there) return [];
  const paths = await tapePaths(folder).catch((error: unknown) => {
    if (error instanceof TapeError) return [];
    throw error;
  });
  return paths.filter((path) => startOf(path) >= from - TAPE_MS);
}

/** The first instant of a tape named '2026-11-22T15-00-00.123Z.tape.gz'; 0 for any other name. */
function startOf(path: string): number {
  const match = /(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d\.\d{3}Z)\.tape(?:\.gz)?$/.exec(path);
  return match === null ? 0 : Date.parse(`${match[1]}T${match[2]}:${match[3]}:${match[4]}`);
}
