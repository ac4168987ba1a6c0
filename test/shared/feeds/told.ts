import { expect } from 'vitest';
import { MalformedFrameError } from '../../../shared/contracts/errors.ts';
import type { Channel } from '../../../shared/domain/market/channel.ts';
import type { MarketEvent } from '../../../shared/domain/market/event.ts';
import { parseFrame } from '../../../shared/feeds/parse-frame.ts';

const textOf = (frame: unknown): string => (typeof frame === 'string' ? frame : JSON.stringify(frame));

/** What a frame tells; a frame that is no text is sent as JSON. */
export function told(channel: Channel, frame: unknown): MarketEvent[] {
  const events: MarketEvent[] = [];
  const refuse = (error: MalformedFrameError): never => {
    throw error;
  };
  parseFrame(channel, textOf(frame), (event) => events.push(event), refuse);
  return events;
}

/** What of a frame is told, and why the rest of it is refused. */
export function read(channel: Channel, frame: unknown): { events: MarketEvent[]; refused: string[] } {
  const events: MarketEvent[] = [];
  const refused: string[] = [];
  parseFrame(
    channel,
    textOf(frame),
    (event) => events.push(event),
    ({ reason }) => refused.push(reason),
  );
  return { events, refused };
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
