import * as z from 'zod';
import type { Channel } from '../../domain/market/channel.ts';

/**
 * The tape: UTF-8 lines, gzipped when the name ends in `.gz`. The first line is `quarterhour-tape ` and a JSON
 * header; every other line is `<receivedAt> <channel> <frame>`: milliseconds since the epoch, the channel's
 * name, and the frame as the venue sent it, on one line. See docs/tape.md.
 */
export const TAPE_MAGIC = 'quarterhour-tape ';
export const TAPE_VERSION = 1;

export const TapeHeader = z.object({
  version: z.literal(TAPE_VERSION),
  /** True when a program made the frames up. Everything shown from such a tape says SYNTHETIC. */
  synthetic: z.boolean(),
  /** True when the frames were rebuilt from a recording that had not kept them verbatim. */
  derived: z.boolean(),
  title: z.string().min(1),
  /** Where the recording comes from, and for a synthetic tape its seed. */
  source: z.string(),
});
export type TapeHeader = z.infer<typeof TapeHeader>;

/** One received frame. */
export interface TapeLine {
  /** Milliseconds since the epoch, by the recorder's clock. */
  readonly receivedAt: number;
  readonly channel: Channel;
  /** The frame, verbatim. */
  readonly frame: string;
}

export const encodeHeader = (header: TapeHeader): string => `${TAPE_MAGIC}${JSON.stringify(header)}\n`;

/** A tape line has no line breaks: those of a frame, which in JSON stand between tokens only, become spaces. */
export const encodeLine = ({ receivedAt, channel, frame }: TapeLine): string =>
  `${receivedAt} ${channel} ${frame.replaceAll('\n', ' ')}\n`;
