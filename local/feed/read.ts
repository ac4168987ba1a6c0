import { basename } from 'node:path';
import { type NumberedLine, TapeReader } from '../../shared/adapters/tape/read.ts';
import type { Channel } from '../../shared/domain/market/channel.ts';
import type { MarketEvent } from '../../shared/domain/market/event.ts';
import { type EpochMs, epochMs } from '../../shared/domain/units/time.ts';
import { parseFrame } from '../../shared/feeds/parse-frame.ts';
import type { Found } from './frame.ts';
import { type PackedBatch, Packer } from './pack.ts';

/** Reads tapes one after the other, parses their frames, and notes what is wrong. Nothing is left out in silence. */
export async function* readBatches(paths: readonly string[]): AsyncGenerator<PackedBatch> {
  const feed = new FrameReader();
  let before = 0;
  for (const path of paths) {
    const reader = await TapeReader.open(path);
    feed.tape = basename(path);
    const broken = (line: number, reason: string): void => feed.brokenLine(line, reason);
    try {
      for (let lines = await reader.next(broken); lines !== undefined; lines = await reader.next(broken))
        yield feed.batch(lines, before + reader.bytesRead);
    } finally {
      reader.close();
    }
    before += reader.bytesRead;
  }
}

class FrameReader {
  tape = '';
  #to = epochMs(0);
  #lines = 0;
  #problems: Found[] = [];
  readonly #packer = new Packer();
  readonly #lastFrames = new Map<Channel, string>();

  brokenLine(line: number, reason: string): void {
    this.#problems.push({ kind: 'broken-line', reason, at: `${this.tape}:${line}` });
  }

  /** Each frame is packed as it is read: what lives for a line only is no work for the collector of garbage. */
  batch(lines: readonly NumberedLine[], bytes: number): PackedBatch {
    for (const line of lines) {
      const at = this.#receivedAt(line);
      const events = this.#read(line);
      if (events.length > 0) this.#packer.add(at, line.channel, line.line, events);
    }
    const problems = this.#problems;
    this.#problems = [];
    return { ...this.#packer.taken(), tape: this.tape, problems, lines: this.#lines, bytes, to: this.#to };
  }

  #receivedAt(line: NumberedLine): EpochMs {
    this.#lines++;
    if (line.receivedAt < this.#to) this.#wrong('out-of-order', 'out-of-order', line);
    else this.#to = line.receivedAt as EpochMs;
    return this.#to;
  }

  /** What of the frame can be read; nothing when it is the same as the last of its channel. */
  #read(line: NumberedLine): readonly MarketEvent[] {
    const events: MarketEvent[] = [];
    parseFrame(
      line.channel,
      line.frame,
      (event) => events.push(event),
      ({ reason }) => this.#wrong('malformed', reason, line),
    );
    const [first] = events;
    if (first === undefined) return events;
    if (first.kind === 'gap') {
      this.#wrong('gap', first.reason, { ...line, channel: first.channel });
      // The venue may tell its state anew in the same words.
      this.#lastFrames.delete(first.channel);
      return events;
    }
    const repeated = this.#lastFrames.get(line.channel) === line.frame;
    this.#lastFrames.set(line.channel, line.frame);
    if (!repeated) return events;
    this.#wrong('duplicate', 'duplicate', line);
    return [];
  }

  #wrong(kind: Found['kind'], reason: string, { channel, line }: NumberedLine): void {
    this.#problems.push({ kind, channel, reason, at: `${this.tape}:${line}` });
  }
}
