import { MalformedFrameError } from '../../contracts/errors.ts';
import { shown, wireInstant, wireJson, wireObject, wireText } from '../../contracts/wire.ts';
import { CHANNELS, type Channel } from '../../domain/market/channel.ts';
import type { Gap, MarketEvent } from '../../domain/market/event.ts';

const CHANNEL = 'gap';

/** A gap as a tape holds it: `{"channel":"clob","since":1790616600123,"reason":"silent"}`. */
export const toGapFrame = ({ channel, since, reason }: Gap): string =>
  JSON.stringify({ channel, since, reason });

/** Reads what {@link toGapFrame} wrote. Throws {@link MalformedFrameError} for anything else. */
export function parseGap(frame: string, emit: (event: MarketEvent) => void): void {
  const gap = wireObject(CHANNEL, wireJson(CHANNEL, frame));
  const name = wireText(CHANNEL, gap, 'channel');
  const channel = CHANNELS.find((each): each is Channel => each === name);
  if (channel === undefined) throw new MalformedFrameError(CHANNEL, `unknown channel ${shown(name)}`);
  const since = wireInstant(CHANNEL, 'since', gap.since);
  emit({ kind: 'gap', channel, since, reason: wireText(CHANNEL, gap, 'reason') });
}
