import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

/** A small venue that says what a test tells it to. */
export class AVenue {
  readonly url: string;
  /** Every connection that was made, in order. */
  readonly sockets: WebSocket[] = [];
  /** What clients said, in order. */
  readonly heard: string[] = [];
  /** With what upgrades are answered; undefined accepts them. */
  refusal: { status: number; headers?: string } | undefined;
  readonly #server: Server;
  readonly #waiting: (() => void)[] = [];

  private constructor(server: Server) {
    this.#server = server;
    this.url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const sockets = new WebSocketServer({ noServer: true });
    server.on('upgrade', (request, socket, head) => {
      if (this.refusal !== undefined) {
        socket.end(`HTTP/1.1 ${this.refusal.status} No\r\n${this.refusal.headers ?? ''}\r\n`);
        return;
      }
      sockets.handleUpgrade(request, socket, head, (client) => {
        this.sockets.push(client);
        client.on('message', (data) => {
          this.heard.push(String(data));
          this.#happened();
        });
        this.#happened();
      });
    });
  }

  static async open(): Promise<AVenue> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new AVenue(server);
  }

  /** Waits until `holds`, asked whenever a client comes or speaks. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** The `index`th connection, once it is there. */
  async client(index: number): Promise<WebSocket> {
    await this.until(() => this.sockets.length > index);
    return this.sockets[index] as WebSocket;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.terminate();
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }

  #happened(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }
}
