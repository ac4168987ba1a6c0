import { basename } from 'node:path';
import { TapeReader } from '../shared/adapters/tape/read.ts';
import { MalformedFrameError } from '../shared/contracts/errors.ts';
import type { MarketEvent } from '../shared/domain/market/event.ts';
import { type EpochMs, epochMs } from '../shared/domain/units/time.ts';
import { parseFrame } from '../shared/feeds/parse-frame.ts';

/** The events of one frame and when it was received. */
export interface FrameEvents {
  readonly receivedAt: EpochMs;
  readonly events: readonly MarketEvent[];
}

/**
 * The events of a tape's frames in order, for analyses that need no host. Frames that say nothing are left out; what
 * cannot be read is told to `wrong` with file and line.
 */
export async function* tapeEvents(
  path: string,
  wrong: (problem: string) => void,
): AsyncGenerator<FrameEvents[]> {
  const reader = await TapeReader.open(path);
  const name = basename(path);
  const broken = (line: number, reason: string): void => wrong(`${name}:${line}: ${reason}`);
  try {
    for (let lines = await reader.next(broken); lines !== undefined; lines = await reader.next(broken)) {
      const frames: FrameEvents[] = [];
      for (const { receivedAt, channel, frame, line } of lines) {
        const events: MarketEvent[] = [];
        try {
          parseFrame(channel, frame, (event) => events.push(event));
        } catch (error) {
          if (!(error instanceof MalformedFrameError)) throw error;
          broken(line, error.message);
          continue;
        }
        if (events.length > 0) frames.push({ receivedAt: epochMs(receivedAt), events });
      }
      yield frames;
    }
  } finally {
    reader.close();
  }
}
