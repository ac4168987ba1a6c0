import { expect } from 'vitest';
import { MalformedFrameError } from '../../../shared/contracts/errors.ts';
import type { Channel } from '../../../shared/domain/market/channel.ts';
import type { MarketEvent } from '../../../shared/domain/market/event.ts';
import { parseFrame } from '../../../shared/feeds/parse-frame.ts';

const textOf = (frame: unknown): string => (typeof frame === 'string' ? frame : JSON.stringify(frame));

/** What a frame tells; a frame that is no text is sent as JSON. */
export function told(channel: Channel, frame: unknown): MarketEvent[] {
  const events: MarketEvent[] = [];
  parseFrame(channel, textOf(frame), (event) => events.push(event));
  return events;
}

/** Why a frame is refused; it must be by name. */
export function refusal(channel: Channel, frame: unknown): string {
  try {
    told(channel, frame);
  } catch (error) {
    expect(error).toBeInstanceOf(MalformedFrameError);
    expect((error as MalformedFrameError).channel).toBe(channel === 'clob-rest' ? 'clob' : channel);
    return (error as MalformedFrameError).reason;
  }
  return 'not refused';
}
