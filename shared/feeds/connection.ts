import type { LookupFunction } from 'node:net';
import WebSocket, { type RawData } from 'ws';

/** Why a connection is no more, or never was. */
export type Ending =
  | { readonly kind: 'closed'; readonly code: number; readonly reason: string }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'timed-out' }
  /** The server answered the upgrade with something else. */
  | { readonly kind: 'answered'; readonly status: number; readonly retryAfterMs: number | undefined };

export interface ConnectionEvents {
  readonly opened: () => void;
  readonly message: (text: string) => void;
  /** Once, and nothing after it. */
  readonly ended: (ending: Ending) => void;
}

/** A handshake that takes longer is given up: a machine behind a half-open connection answers nothing. */
const HANDSHAKE_MS = 2_000;
/** What `ws` says of it. */
const HANDSHAKE_TIMEOUT = 'Opening handshake has timed out';
const GOODBYE_MS = 1_000;
const LONGEST_FRAME = 16 * 1024 * 1024;

/** One connection of a feed. After {@link end} nothing more is told of it. */
export class Connection {
  readonly url: string;
  readonly #socket: WebSocket;
  #events: ConnectionEvents | undefined;

  constructor(url: string, events: ConnectionEvents, lookup: LookupFunction | undefined) {
    this.url = url;
    this.#events = events;
    this.#socket = new WebSocket(url, {
      handshakeTimeout: HANDSHAKE_MS,
      maxPayload: LONGEST_FRAME,
      // Frames are parsed by us, and JSON that is no UTF-8 is malformed anyway.
      skipUTF8Validation: true,
      ...(lookup === undefined ? {} : { lookup }),
    });
    this.#socket.on('open', () => this.#events?.opened());
    this.#socket.on('message', (data: RawData) => this.#events?.message((data as Buffer).toString()));
    this.#socket.on('unexpected-response', (request, { statusCode = 0, headers }) => {
      request.destroy();
      const seconds = Number(headers['retry-after']);
      this.#ended({
        kind: 'answered',
        status: statusCode,
        retryAfterMs: seconds > 0 ? seconds * 1000 : undefined,
      });
    });
    this.#socket.on('error', (error: NodeJS.ErrnoException) =>
      this.#ended(
        error.message === HANDSHAKE_TIMEOUT
          ? { kind: 'timed-out' }
          : { kind: 'failed', reason: error.code ?? error.message },
      ),
    );
    this.#socket.on('close', (code, reason) =>
      this.#ended({ kind: 'closed', code, reason: reason.toString() }),
    );
  }

  /** Nothing happens while the socket is not open: what is to be said first is said when it opens. */
  say(text: string): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(text, () => undefined);
  }

  /** Reads no further, so that the venue must wait; {@link resume} goes on. */
  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  /** Drops the connection; a frozen one would not answer a goodbye. */
  drop(): void {
    this.#events = undefined;
    this.#socket.terminate();
  }

  /** Says goodbye and waits for the answer, a second at most. */
  async end(): Promise<void> {
    this.#events = undefined;
    if (this.#socket.readyState === WebSocket.CLOSED) return;
    await new Promise<void>((resolve) => {
      const late = setTimeout(() => this.#socket.terminate(), GOODBYE_MS);
      this.#socket.once('close', () => {
        clearTimeout(late);
        resolve();
      });
      this.#socket.close(1000);
    });
  }

  #ended(ending: Ending): void {
    const events = this.#events;
    this.#events = undefined;
    events?.ended(ending);
  }
}
