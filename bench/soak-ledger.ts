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
  /** On the tape and never sent, or once more than they should be. */
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
/** Heartbeats, answers and news: they come in the same words and mean something each time. */
const REPEATS =
  /heartbeat|^PONG$|^NO NEW ASSETS$|^\{"(?:op|method|result|error)":|"bts:|"type":"subscriptions"|"event_type":"(?:new_market|market_resolved)"|serverShutdown/;
/** So many frames back a client surely knows that it had one. */
const REMEMBERED = 1_000;
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

/** A connection that outlives the first frame of the next by so long was replaced by it, not lost. */
const REPLACED_MS = 500;

/** One connection for two of which the first was replaced: what either was sent, in the order of the venue. */
function joined(lines: readonly SentLine[]): SentLine[] {
  const whole: SentLine[] = [];
  for (const line of lines) {
    const before = whole.at(-1);
    const from = line.frames[0]?.at ?? Number.POSITIVE_INFINITY;
    if (before === undefined || (before.closedAt ?? Number.NEGATIVE_INFINITY) < from + REPLACED_MS)
      whole.push(line);
    else {
      const frames = [...before.frames, ...line.frames].toSorted((a, b) => a.at - b.at);
      whole.splice(-1, 1, { ...line, frames });
    }
  }
  return whole;
}

/**
 * Walks the connections of a channel beside its tape, frame by frame and in order: the tape is what each connection
 * brought, one after the other, with a gap between. Where one was replaced by the next both brought the same.
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
  for (const line of joined(lines)) {
    while (typeof taped[next] === 'object') next++;
    const excusedFrom = excused(line);
    const seen = new Map<string, number>();
    line.frames.forEach(({ text, isGarbage }, i) => {
      result[isGarbage ? 'garbage' : 'sent']++;
      const told = onOneLine(text);
      const before = REPEATS.test(told) ? undefined : seen.get(told);
      if (taped[next] === told) {
        next++;
        if (before === undefined || isGarbage || i - before > REMEMBERED) result.onTape++;
        else blame('invented', text);
      } else if (before !== undefined) result.collapsed++;
      else if (i >= excusedFrom) result.inFlight++;
      else blame('lost', text);
      seen.set(told, i);
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
