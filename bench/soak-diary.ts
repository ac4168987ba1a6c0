import type { BookVerdict } from '../fargate/collector/book-check.ts';
import type { Channel } from '../shared/domain/market/channel.ts';
import type { DeskStatus } from '../shared/feeds/desk.ts';
import type { FeedState } from '../shared/ports/feeds.ts';
import type { Fault } from '../sim/faults/fault.ts';

/** Milliseconds since the epoch, by a clock that both processes of a soak share. */
export const wallNow = (): number => performance.timeOrigin + performance.now();

/** What the process with the feeds saw, with instants of {@link wallNow}. */
export interface Diary {
  /** Each feed's state whenever it was another than before, and anew after every gap. */
  readonly states: readonly { readonly at: number; readonly channel: Channel; readonly state: FeedState }[];
  readonly gaps: readonly { readonly at: number; readonly channel: Channel; readonly reason: string }[];
  /** Every token that was listened to beside the venue's own book, several times a second. */
  readonly looks: readonly Look[];
  /** What the product itself asked by REST. */
  readonly asked: readonly { readonly at: number; readonly channel: RestChannel; readonly ok: boolean }[];
  readonly feeds: readonly DeskStatus[];
  readonly troubles: Readonly<Record<string, number>>;
  /** Look-ups of a name that failed. */
  readonly namesLost: number;
  /** Changes of a book that were applied after a gap and before the next snapshot. */
  readonly acrossGaps: number;
  /** Lateness of this process's own timers, in milliseconds: a stall here is no fault of a venue. */
  readonly delay: { readonly p99: number; readonly max: number };
  readonly memoryMb: number;
}

type Growing<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };

/** Before anything was seen. */
export const emptyDiary = (): Growing<Diary> => ({
  states: [],
  gaps: [],
  looks: [],
  asked: [],
  feeds: [],
  troubles: {},
  namesLost: 0,
  acrossGaps: 0,
  delay: { p99: 0, max: 0 },
  memoryMb: 0,
});

export type RestChannel = Extract<Channel, 'clob-rest' | 'gamma'>;

export interface Look {
  readonly at: number;
  /** By token; a token whose book the venue did not tell is left out. */
  readonly verdicts: Readonly<Record<string, BookVerdict>>;
}

/** What the process with the feeds is told at its start. */
export interface Assignment {
  readonly url: string;
  readonly folder: string;
  readonly plan: readonly Fault[];
}

export type ToStation = { readonly kind: 'faults-begin'; readonly at: number } | { readonly kind: 'stop' };
export type FromStation = { readonly kind: 'live' } | { readonly kind: 'over'; readonly diary: Diary };
