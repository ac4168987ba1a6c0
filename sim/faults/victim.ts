import type { Connection, Outlet } from '../servers/outlet.ts';
import { DISTURBANCES, type Disturbance } from './disturbance.ts';
import type { OpenEntry } from './journal.ts';

/** A client that faults can befall, and its connection. */
export class Victim {
  readonly #connection: Connection;
  readonly #next: Outlet;
  #disturbance: Disturbance | undefined;

  constructor(connection: Connection, next: Outlet) {
    this.#connection = connection;
    this.#next = next;
  }

  /** What the venue says goes this way. */
  readonly outlet: Outlet = {
    send: (text) => (this.#disturbance ?? this.#next).send(text),
    close: (code) => this.#next.close(code),
  };

  cut(entry: OpenEntry): void {
    entry.connections.push(this.#connection.id);
    entry.deeds++;
    this.#connection.socket.terminate();
  }

  disturb(entry: OpenEntry, garbage: (connectionId: number, text: string) => void): void {
    const make = DISTURBANCES[entry.kind];
    if (make === undefined) return;
    const { id, socket } = this.#connection;
    entry.connections.push(id);
    if (entry.kind === 'half-open') {
      socket.pause();
      socket.ping = () => undefined;
    }
    this.#disturbance = make({
      socket,
      next: this.#next,
      count: () => entry.deeds++,
      garbage: (text) => garbage(id, text),
    });
  }

  /** The fault is over. A line that was half-open never heals. */
  release({ kind }: OpenEntry): void {
    this.#disturbance?.end();
    this.#disturbance = undefined;
    if (kind === 'half-open') this.#connection.socket.terminate();
  }

  /** It has gone, and hears nothing of what was held back. */
  forget(): void {
    this.#disturbance = undefined;
  }
}
