import type { WebSocket } from 'ws';
import type { Channel } from '../../shared/domain/market/channel.ts';

/** Where a venue's words to one client go. Faults stand in its place. */
export interface Outlet {
  send(text: string): void;
  close(code?: number): void;
}

/** One client of one venue's socket. */
export interface Connection {
  readonly id: number;
  readonly channel: Channel;
  /** The raw socket, for faults that a half-open line or a slow reader has. */
  readonly socket: WebSocket;
}

/** How a request or an upgrade fails: an answer, or none although the line was accepted. */
export type Refusal =
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    }
  | 'hang';

/** What may stand between the venues and their clients. */
export interface Interference {
  /** Stands in for a new connection's outlet; `next` is the socket itself. */
  outlet(connection: Connection, next: Outlet): Outlet;
  /** The HTTP status with which an upgrade of this channel is refused now; undefined to accept. */
  upgrade(channel: Channel): number | 'hang' | undefined;
  /** The same for a REST request: of `clob-rest`, `gamma` or an exchange. */
  request(channel: Channel): Refusal | undefined;
}

/** Lets everything pass. */
export const NO_INTERFERENCE: Interference = {
  outlet: (_connection, next) => next,
  upgrade: () => undefined,
  request: () => undefined,
};
