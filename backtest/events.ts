import { basename } from 'node:path';
import { TapeReader } from '../shared/adapters/tape/read.ts';
import type { MarketEvent } from '../shared/domain/market/event.ts';
import { type EpochMs, epochMs } from '../shared/domain/units/time.ts';
import { parseFrame } from '../shared/feeds/parse-frame.ts';

/** The events of one frame and when it was received. */
export interface FrameEvents {
  readonly receivedAt: EpochMs;
  readonly events: readonly MarketEvent[];
}

/** Who is told how reading a tape goes. */
export interface TapeSink {
  /** Something that cannot be read, with file and line. */
  wrong(problem: string): void;
  /** Bytes of the file read since the last time, for progress. */
  onBytes?(bytes: number): void;
}

/**
 * The events of a tape's frames in order, for analyses that need no host. Frames that say nothing are left out; what
 * cannot be read is told to `sink`.
 */
export async function* tapeEvents(path: string, sink: TapeSink): AsyncGenerator<FrameEvents[]> {
  const reader = await TapeReader.open(path);
  const name = basename(path);
  const broken = (line: number, reason: string): void => sink.wrong(`${name}:${line}: ${reason}`);
  let told = 0;
  try {
    for (let lines = await reader.next(broken); lines !== undefined; lines = await reader.next(broken)) {
      const frames: FrameEvents[] = [];
      for (const { receivedAt, channel, frame, line } of lines) {
        const events: MarketEvent[] = [];
        parseFrame(
          channel,
          frame,
          (event) => events.push(event),
          ({ message }) => broken(line, message),
        );
        if (events.length > 0) frames.push({ receivedAt: epochMs(receivedAt), events });
      }
      sink.onBytes?.(reader.bytesRead - told);
      told = reader.bytesRead;
      yield frames;
    }
  } finally {
    reader.close();
  }
}
