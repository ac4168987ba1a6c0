import WebSocket from 'ws';

/**
 * Times every message of every client socket from its event until all that listens to it has returned: parsed, recorded
 * and taken by the collector.
 */
export function timedSockets() {
  const emit = WebSocket.prototype.emit;
  const times: number[] = [];
  let started = false;
  WebSocket.prototype.emit = function (this: WebSocket, ...words: Parameters<typeof emit>) {
    const from = performance.now();
    const heard = emit.apply(this, words);
    if (started && words[0] === 'message') times.push(performance.now() - from);
    return heard;
  } as typeof emit;
  return {
    start: () => {
      started = true;
    },
    stop: () => {
      WebSocket.prototype.emit = emit;
    },
    sorted: () => Float64Array.from(times).sort(),
  };
}

/** When each frame was received, and when a snapshot of a later instant was read. All by one clock, in milliseconds. */
export class Visibility {
  readonly #ages: number[] = [];
  #waiting: number[] = [];
  #started = false;

  start(): void {
    this.#started = true;
  }

  received(at: number): void {
    if (this.#started) this.#waiting.push(at);
  }

  /** A snapshot that was made at `at` was read at `now`. */
  seen(at: number, now: number): void {
    const later = this.#waiting.findIndex((received) => received >= at);
    const known = this.#waiting.splice(0, later < 0 ? this.#waiting.length : later);
    for (const received of known) this.#ages.push(now - received);
  }

  sorted(): Float64Array {
    return Float64Array.from(this.#ages).sort();
  }
}
