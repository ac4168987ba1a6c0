import type { TapeLine } from '../shared/adapters/tape/format.ts';
import type { Channel } from '../shared/domain/market/channel.ts';
import type { SentLine } from './soak-sent.ts';

/** Where the frames of one channel went. All but `invented` add up to what was sent. */
export interface Account {
  readonly channel: Channel;
  connections: number;
  sent: number;
  garbage: number;
  onTape: number;
  /** The venue said them twice on one connection, and they are on the tape once. */
  collapsed: number;
  /** On the wire, or not yet on it, when the client ended the connection or the venue cut it. */
  inFlight: number;
  /** Sent while connected, and not on the tape. */
  lost: number;
  /** On the tape, and never sent. */
  invented: number;
  examples: string[];
}

/**
 * How long before the venue notices that the client has gone the client may have decided to go. What the venue sends in
 * between nobody reads.
 */
const PARTING_MS = 250;
/** What a frame weighs on the wire beside its text. */
const FRAME_HEAD_BYTES = 10;
/** Heartbeats and answers: they come in the same words and mean something each time. */
const REPEATS =
  /heartbeat|^PONG$|^NO NEW ASSETS$|^\{"(?:op|method|result|error)":|"bts:|"type":"subscriptions"/;
/** Prices that were asked by REST while a socket was dead say so of themselves. */
const VIA_REST = '"via":"rest"';
const EXAMPLES = 3;

/** A channel's frames on the tape in order, and where the tape says that there is a gap. */
export type Taped = string | { readonly gap: true };

export function tapedOf(channel: Channel, lines: Iterable<TapeLine>): Taped[] {
  const taped: Taped[] = [];
  for (const line of lines)
    if (line.channel === channel && !line.frame.includes(VIA_REST)) taped.push(line.frame);
    else if (line.channel === 'gap' && JSON.parse(line.frame).channel === channel) taped.push({ gap: true });
  return taped;
}

/**
 * Walks the connections of a channel beside its tape, frame by frame and in order: one client has one connection at a
 * time, so that the tape is what each connection brought, one after the other, with a gap between.
 */
export function account(channel: Channel, lines: readonly SentLine[], taped: readonly Taped[]): Account {
  const result: Account = {
    channel,
    connections: lines.length,
    sent: 0,
    garbage: 0,
    onTape: 0,
    collapsed: 0,
    inFlight: 0,
    lost: 0,
    invented: 0,
    examples: [],
  };
  const blame = (what: 'lost' | 'invented', text: string) => {
    result[what]++;
    if (result.examples.length < EXAMPLES) result.examples.push(`${what}: ${text.slice(0, 160)}`);
  };
  let next = 0;
  for (const line of lines) {
    while (typeof taped[next] === 'object') next++;
    const excusedFrom = excused(line);
    const seen = new Set<string>();
    line.frames.forEach(({ text, isGarbage }, i) => {
      result[isGarbage ? 'garbage' : 'sent']++;
      const told = onOneLine(text);
      if (taped[next] === told) {
        next++;
        result.onTape++;
      } else if (seen.has(told) && !REPEATS.test(told)) result.collapsed++;
      else if (i >= excusedFrom) result.inFlight++;
      else blame('lost', text);
      seen.add(told);
    });
  }
  for (const rest of taped.slice(next)) if (typeof rest === 'string') blame('invented', rest);
  return result;
}

/** As the tape has it. */
const onOneLine = (text: string): string => text.replaceAll('\n', ' ');

/** The index of the first frame of which nobody can say that it was sent while both ends were connected. */
function excused({ frames, cut, closedAt }: SentLine): number {
  if (cut === undefined || (closedAt !== undefined && closedAt < cut.at))
    return indexFrom(frames, (closedAt ?? Number.POSITIVE_INFINITY) - PARTING_MS);
  let from = frames.length;
  for (let bytes = cut.unsentBytes; bytes > 0 && from > 0; )
    bytes -= Buffer.byteLength(frames[--from]?.text ?? '') + FRAME_HEAD_BYTES;
  return from;
}

function indexFrom(frames: SentLine['frames'], at: number): number {
  const index = frames.findIndex((frame) => frame.at >= at);
  return index < 0 ? frames.length : index;
}
