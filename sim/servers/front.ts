import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { VenueUnavailableError } from '../../shared/contracts/errors.ts';
import type { Channel } from '../../shared/domain/market/channel.ts';
import { keepAlive } from './keep-alive.ts';
import type { Interference } from './outlet.ts';
import { answerOf, bodyOf, type Route, refuseUpgrade, routeOf } from './routes.ts';
import type { Side } from './side.ts';

/** A client that leaves so much unread is dropped, as venues do. */
const SLOW_READER_BYTES = 32 << 20;
const MAX_MESSAGE_BYTES = 1 << 20;
const NOT_FOUND = 404;
const LOOPBACK = '127.0.0.1';

export interface FrontOptions {
  readonly sides: readonly Side[];
  readonly port: number;
  readonly interference: Interference;
  readonly onSent: (connectionId: number, channel: Channel, text: string) => void;
}

/** One HTTP server on 127.0.0.1 that has every side below its prefix. */
export class Front {
  readonly #options: FrontOptions;
  readonly #server: Server;
  readonly #upgrades = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES });
  /** All TCP connections, and those of them that are sockets of clients. */
  readonly #lines = new Set<Socket>();
  readonly #clients = new Set<Socket>();
  #lastId = 0;

  private constructor(options: FrontOptions) {
    this.#options = options;
    this.#server = createServer((request, response) => void this.#answer(request, response));
    this.#server.on('upgrade', (request, line: Socket, head) => this.#upgrade(request, line, head));
    this.#server.on('connection', (line: Socket) => {
      this.#lines.add(line);
      line.on('error', () => line.destroy());
      line.once('close', () => this.#lines.delete(line));
    });
  }

  /** Throws {@link VenueUnavailableError} when the port is not to be had. */
  static async open(options: FrontOptions): Promise<Front> {
    const front = new Front(options);
    await new Promise<void>((resolve, reject) => {
      front.#server.once('error', (cause: NodeJS.ErrnoException) =>
        reject(
          new VenueUnavailableError(
            `port ${options.port} cannot be used (${cause.code}); name another, or none for any that is free`,
            { cause },
          ),
        ),
      );
      front.#server.listen(options.port, LOOPBACK, resolve);
    });
    return front;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Runs `act`; what it says to a client goes out as one write. */
  together(act: () => void): void {
    for (const line of this.#clients) line.cork();
    try {
      act();
    } finally {
      for (const line of this.#clients) line.uncork();
    }
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const line of this.#lines) line.destroy();
    await closed;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { sides, interference } = this.#options;
    const { socket: line } = request;
    const route = routeOf(sides, request.url ?? '');
    const channel = route?.side.restChannel;
    const refusal = channel && interference.request(channel);
    if (refusal === 'hang') return;
    const body = await bodyOf(request, MAX_MESSAGE_BYTES);
    if (body === undefined) {
      line.destroy();
      return;
    }
    const headers = { 'content-type': 'application/json' };
    if (refusal !== undefined) {
      response.writeHead(refusal.status, { ...headers, ...refusal.headers }).end(refusal.body);
      return;
    }
    const { status, body: text } = answerOf(route, request.method ?? 'GET', body);
    response.writeHead(status, headers).end(text);
  }

  #upgrade(request: IncomingMessage, line: Socket, head: Buffer): void {
    const { sides, interference } = this.#options;
    const route = routeOf(sides, request.url ?? '');
    const served = route?.side.serves?.(route.path) === true ? route : undefined;
    const refused = served === undefined ? NOT_FOUND : interference.upgrade(served.side.channel);
    if (refused === 'hang') return;
    if (served === undefined || refused !== undefined) refuseUpgrade(line, refused ?? NOT_FOUND);
    else this.#upgrades.handleUpgrade(request, line, head, (socket) => this.#accept(socket, line, served));
  }

  #accept(socket: WebSocket, line: Socket, { side, path, query }: Route): void {
    const { interference, onSent } = this.#options;
    const { channel } = side;
    const id = ++this.#lastId;
    const outlet = interference.outlet(
      { id, channel, socket },
      {
        send(text) {
          if (socket.readyState !== socket.OPEN) return;
          onSent(id, channel, text);
          socket.send(text);
          if (socket.bufferedAmount > SLOW_READER_BYTES) socket.terminate();
        },
        close: (code) => socket.close(code),
      },
    );
    const client = {
      id,
      send: (text: string) => outlet.send(text),
      close: (code?: number) => outlet.close(code),
    };
    const session = side.connect?.(client, path, query);
    const calm = side.ping && keepAlive(socket, side.ping);
    this.#clients.add(line);
    socket.on('message', (said) => session?.hear(String(said)));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      calm?.();
      this.#clients.delete(line);
      session?.end();
    });
  }
}
