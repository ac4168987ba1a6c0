import type { TapeLine } from '../shared/adapters/tape/format.ts';
import type { Channel } from '../shared/domain/market/channel.ts';

interface Waiting extends TapeLine {
  readonly order: number;
}

const isBefore = (a: Waiting, b: Waiting) =>
  a.receivedAt < b.receivedAt || (a.receivedAt === b.receivedAt && a.order < b.order);

/** Frames on their way: a heap by receive time, frames of one millisecond in the order they were sent. */
export class Outbox {
  readonly #heap: Waiting[] = [];
  #sent = 0;

  send(receivedAt: number, channel: Channel, frame: string): void {
    const heap = this.#heap;
    const line = { receivedAt, channel, frame, order: this.#sent++ };
    let at = heap.length;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(line, heap[parent]!)) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = line;
  }

  /** Takes out the frame received first, if that was before `until`. */
  takeBefore(until: number): TapeLine | undefined {
    const first = this.#heap[0];
    if (first === undefined || first.receivedAt >= until) return undefined;
    this.#removeFirst();
    return first;
  }

  #removeFirst(): void {
    const heap = this.#heap;
    const last = heap.pop()!;
    const length = heap.length;
    if (length === 0) return;
    let at = 0;
    for (let child = 1; child < length; child = 2 * at + 1) {
      if (child + 1 < length && isBefore(heap[child + 1]!, heap[child]!)) child++;
      if (!isBefore(heap[child]!, last)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = last;
  }
}

/** Sends the frames of one socket: each after its own delay, none before an earlier one. */
export function makeSocket(outbox: Outbox, channel: Channel, delayMs: () => number) {
  let lastReceivedAt = 0;
  return (sentAt: number, frame: string): void => {
    lastReceivedAt = Math.max(lastReceivedAt, sentAt + Math.round(delayMs()));
    outbox.send(lastReceivedAt, channel, frame);
  };
}
