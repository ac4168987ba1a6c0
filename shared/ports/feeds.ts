import type { Channel } from '../domain/market/channel.ts';
import type { EpochMs } from '../domain/units/time.ts';

/** A message as the venue sent it, and when we had it. */
export interface Frame {
  readonly channel: Channel;
  readonly text: string;
  readonly at: EpochMs;
}

/**
 * What a frame says of the connection: `data` is what we came for, `alive` a heartbeat that the venue sends in its
 * place, `reply` an answer or a pong, which a frozen feed gives as well, `ready` the answer upon which subscriptions
 * may follow, `leave` the venue's wish that we reconnect at once, `refused` its word that trying again is of no use.
 */
export type FrameKind = 'data' | 'alive' | 'reply' | 'ready' | 'leave' | 'refused';

/** How to talk to one venue's socket: pure, without a connection of its own. */
export interface Protocol {
  readonly channel: Channel;
  /** In order of preference; one that answers 451 or 403 is left alone for an hour. */
  readonly urls: readonly string[];
  /** What to say as soon as the socket is open. Read anew for every connection. */
  opening(): readonly string[];
  /** What to say upon a `ready` frame: subscriptions that had to wait for it. */
  afterReady?(): readonly string[];
  kindOf(text: string): FrameKind;
  /** Those that share the socket: one of them may freeze behind the others. */
  readonly subjects?: {
    readonly names: readonly string[];
    /** Which of them a frame of `data` or `alive` speaks of; `alive` that speaks of none stands for all. */
    of(text: string): string | undefined;
  };
  /** Neither `data` nor `alive` for this long means frozen. */
  readonly silenceMs: number;
  /** What the venue wants to be told now and then. */
  readonly ping?: { readonly text: string; readonly everyMs: number };
  /** Replace the connection after this long, the new one first. */
  readonly rotateAfterMs?: number;
  /** Close codes upon which trying again is of no use, or not at once. */
  afterClose?(code: number): 'refused' | { readonly waitMs: number } | undefined;
}

/**
 * `live` has data; `connecting` has none yet; `silent` was found frozen; `down` waits to try again; `blocked` has no
 * host left that serves this place; `refused` was turned away for good.
 */
export type FeedState = 'connecting' | 'live' | 'silent' | 'down' | 'blocked' | 'refused' | 'stopped';

/** One feed as it stands. Durations are in milliseconds of wall time. */
export interface FeedStatus {
  readonly channel: Channel;
  readonly state: FeedState;
  /** Host in use, or last tried. */
  readonly host: string;
  /** Why the last connection ended. */
  readonly reason: string | undefined;
  readonly lastDataAt: EpochMs | undefined;
  /** Frames told, without those that were heard twice. */
  readonly frames: number;
  readonly duplicates: number;
  readonly connections: number;
  readonly gaps: number;
  /** Share of the time since the start in which the feed was live, 0 to 1. */
  readonly uptime: number;
}

/** A stream of a venue's frames that keeps itself alive. */
export interface Feed {
  start(): void;
  /** Says something on the connection in use; nothing when there is none, since `opening` says it all anew. */
  say(text: string): void;
  /** Ends this connection and makes another: what it told can no longer be believed. */
  restart(reason: string): void;
  /**
   * It is known by another way that what was told is all there is. The first silence ends a connection all the same; the one
   * after it is then taken for a quiet market, for as long as it is vouched for.
   */
  vouch(): void;
  /** Reads no further, so that the venue must wait, until {@link resume}. */
  pause(): void;
  resume(): void;
  status(): FeedStatus;
  stop(): Promise<void>;
}
