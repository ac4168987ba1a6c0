import type { WebSocket } from 'ws';

/** Pings a client every so often, and drops one that has not answered for too long. Call what it returns to stop. */
export function keepAlive(
  socket: WebSocket,
  { everyMs, patienceMs }: { everyMs: number; patienceMs: number },
): () => void {
  let answeredAt = performance.now();
  socket.on('pong', () => {
    answeredAt = performance.now();
  });
  const timer = setInterval(() => {
    if (performance.now() - answeredAt > patienceMs) socket.terminate();
    else socket.ping(String(Date.now()));
  }, everyMs);
  return () => clearInterval(timer);
}
