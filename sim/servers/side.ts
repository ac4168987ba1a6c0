import type { Channel } from '../../shared/domain/market/channel.ts';
import type { EpochMs } from '../../shared/domain/units/time.ts';
import type { Outlet } from './outlet.ts';

/** The time at the venue. */
export type Now = () => EpochMs;

/** A client as a venue sees it. */
export interface Client extends Outlet {
  readonly id: number;
}

/** What a venue does for one client. */
export interface Session {
  hear(text: string): void;
  /** The client has gone. */
  end(): void;
}

export interface Question {
  readonly method: string;
  /** Below the venue's prefix: '/api/v3/time'. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: string;
}

export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** One simulated venue, below one path prefix. Paths are what follows the prefix, '' for the prefix itself. */
export interface Side {
  readonly prefix: string;
  /** Whose clients these are, for what interferes with them. */
  readonly channel: Channel;
  /** The same of its REST requests; without it nothing interferes. */
  readonly restChannel?: Channel;
  /** Frames of the tape that this venue knows of. */
  readonly hears: readonly Channel[];
  /** A frame of the tape has come due. */
  play(frame: string, channel: Channel): void;
  /** Whether sockets are served at this path. */
  serves?(path: string): boolean;
  connect?(client: Client, path: string, query: URLSearchParams): Session;
  /** Undefined when there is nothing at this path. */
  answer?(question: Question): Answer | undefined;
  /** Called once a second for what the venue sends of itself. */
  beat?(): void;
  /** Tells the clients, in the venue's own way, that they are to reconnect at once. */
  drain?(): void;
  /** Ping frames: how often, and how long a client may leave them unanswered. */
  readonly ping?: { readonly everyMs: number; readonly patienceMs: number };
}

export const answer = (status: number, value: unknown): Answer => ({ status, body: JSON.stringify(value) });
export const ok = (value: unknown): Answer => answer(200, value);

/** What a client said, when it is a JSON object. */
export function spoken(text: string): Record<string, unknown> | undefined {
  return text.startsWith('{') ? spokenAll(text)[0] : undefined;
}

/** The JSON objects of a text: one, or those of an array. */
export function spokenAll(text: string): Record<string, unknown>[] {
  try {
    const value: unknown = JSON.parse(text);
    return (Array.isArray(value) ? value : [value]).filter(isRecord);
  } catch {
    return [];
  }
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The texts of an array; of anything else none. */
export const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
