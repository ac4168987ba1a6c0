import { once } from 'node:events';
import WebSocket from 'ws';
import { LIMIT_MS } from './rest.ts';

/** Opens a socket; a test may put another network below it. */
export type Connect = (url: string, signal: AbortSignal) => Promise<WebSocket>;

/** The server answered the upgrade with an HTTP status. */
export class UpgradeRefused extends Error {
  override readonly name = 'UpgradeRefused';
  readonly status: number;
  constructor(status: number) {
    super(`HTTP ${status}`);
    this.status = status;
  }
}

export async function connectSocket(url: string, signal: AbortSignal): Promise<WebSocket> {
  const socket = new WebSocket(url, { handshakeTimeout: LIMIT_MS });
  // What fails after the socket has opened is told by what is waited for then.
  socket.on('error', () => undefined);
  const refused = new Promise<never>((_, reject) => {
    socket.once('unexpected-response', (request, { statusCode = 0 }) => {
      reject(new UpgradeRefused(statusCode));
      request.destroy();
    });
  });
  try {
    await Promise.race([once(socket, 'open', { signal }), refused]);
    return socket;
  } catch (error) {
    socket.terminate();
    throw error;
  }
}
