import type { Channel } from '../shared/domain/market/channel.ts';
import type { Interference } from '../sim/servers/outlet.ts';
import { wallNow } from './soak-diary.ts';

/** One connection of a client as the venue saw it, and everything that it sent there, garbage too, in order. */
export interface SentLine {
  readonly channel: Channel;
  readonly frames: { readonly at: number; readonly text: string; readonly isGarbage: boolean }[];
  /** Set when the venue cut it, with the bytes that had not left this process by then. */
  cut: { readonly at: number; readonly unsentBytes: number } | undefined;
  closedAt: number | undefined;
}

/** Keeps what a venue sends. */
export class SentLog {
  /** In the order in which the connections were made. */
  readonly lines = new Map<number, SentLine>();

  readonly sent = (id: number, _channel: Channel, text: string): void => {
    this.lines.get(id)?.frames.push({ at: wallNow(), text, isGarbage: false });
  };

  readonly garbage = (id: number, _channel: Channel, text: string): void => {
    this.lines.get(id)?.frames.push({ at: wallNow(), text, isGarbage: true });
  };

  /** The same interference, with every connection and its end noted. */
  around(interference: Interference): Interference {
    return {
      ...interference,
      outlet: (connection, next) => {
        const { id, channel, socket } = connection;
        const line: SentLine = { channel, frames: [], cut: undefined, closedAt: undefined };
        this.lines.set(id, line);
        const terminate = socket.terminate.bind(socket);
        socket.terminate = () => {
          line.cut ??= { at: wallNow(), unsentBytes: socket.bufferedAmount };
          terminate();
        };
        socket.once('close', () => {
          line.closedAt = wallNow();
        });
        return interference.outlet(connection, next);
      },
    };
  }
}
