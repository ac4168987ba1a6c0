import { createHash, type Hash } from 'node:crypto';
import type { Channel } from '../../shared/domain/market/channel.ts';

/** How many frames of a channel there were, and a digest of all of them in their order. */
export interface Tally {
  readonly frames: number;
  readonly digest: string;
}

/** Counts frames, channel by channel. */
export class Tallies {
  readonly #channels = new Map<Channel, { frames: number; hash: Hash }>();

  add(channel: Channel, frame: string): void {
    let found = this.#channels.get(channel);
    if (found === undefined) {
      found = { frames: 0, hash: createHash('sha256') };
      this.#channels.set(channel, found);
    }
    found.frames++;
    found.hash.update(frame);
    found.hash.update('\n');
  }

  /** To be asked for once. */
  result(): Record<string, Tally> {
    return Object.fromEntries(
      [...this.#channels].map(([channel, { frames, hash }]) => [
        channel,
        { frames, digest: hash.digest('hex') },
      ]),
    );
  }
}
