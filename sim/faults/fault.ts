import type { Channel } from '../../shared/domain/market/channel.ts';

/** What can go wrong between a venue and its clients. `dns` happens at the client's end: see lookup.ts. */
export type FaultKind =
  /** The socket stays open and answers, and tells nothing. */
  | 'freeze'
  /** The TCP connections are cut, once. */
  | 'drop'
  /** Every frame comes twice. */
  | 'duplicate'
  /** Frames change places, by at most three. */
  | 'reorder'
  /** Garbage between true frames. */
  | 'malformed'
  /** Frames are held and come in bursts. */
  | 'slow'
  /** The TCP connections stay and nothing passes, either way; new ones are never answered. */
  | 'half-open'
  /** The name of the host is not found. */
  | 'dns'
  | 'http-429'
  /** The matching engine restarts: REST only. */
  | 'http-425'
  | 'http-403'
  | 'http-451';

/** One fault of one channel, in wall milliseconds since the start of its plan. */
export interface Fault {
  readonly kind: FaultKind;
  readonly channel: Channel;
  readonly fromMs: number;
  /** The same as `fromMs` for what happens at once. */
  readonly toMs: number;
}

/** The shortest and the longest of each kind. Silence lasts longer than the five seconds in which it is to be noticed. */
export const FAULT_LENGTHS_MS: Readonly<Record<FaultKind, readonly [shortest: number, longest: number]>> = {
  freeze: [8_000, 15_000],
  drop: [0, 0],
  duplicate: [3_000, 8_000],
  reorder: [3_000, 8_000],
  malformed: [3_000, 8_000],
  slow: [5_000, 10_000],
  'half-open': [8_000, 15_000],
  dns: [4_000, 10_000],
  'http-429': [4_000, 10_000],
  'http-425': [4_000, 10_000],
  'http-403': [4_000, 10_000],
  'http-451': [4_000, 10_000],
};

const REST_KINDS: readonly FaultKind[] = ['half-open', 'http-429'];
const KINDS = Object.keys(FAULT_LENGTHS_MS) as readonly FaultKind[];
const SOCKET_KINDS = KINDS.filter((kind) => kind !== 'http-425');

/** The kinds that can befall a channel. */
export function faultKindsOf(channel: Channel): readonly FaultKind[] {
  if (channel === 'clob-rest') return [...REST_KINDS, 'http-425'];
  return channel === 'gamma' ? REST_KINDS : SOCKET_KINDS;
}

/** A host that turns clients away for good is left alone by them for an hour, so each channel has few to spare. */
export const turnsAway = (kind: FaultKind): boolean => kind === 'http-403' || kind === 'http-451';
