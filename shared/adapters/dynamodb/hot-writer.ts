import type { WindowSnapshot } from '../../domain/signal/evaluate.ts';
import { after, type EpochMs, SECOND_MS } from '../../domain/units/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { FeedStatus } from '../../ports/feeds.ts';
import type { HotStateWriter } from './hot-state.ts';

interface HotWriterOptions {
  readonly clock: Clock;
  /** One subject is written no more often than this. */
  readonly everyMs?: number;
  /** How long a value is told when none follows. */
  readonly ttlMs: number;
  /** A write failed. The newest value is written at the next turn. */
  readonly failed: (error: unknown) => void;
}

interface HotWriter {
  /** `snapshot` is asked for when its turn comes, so that what is written is no older than the write. */
  offer(windowId: string, snapshot: () => WindowSnapshot): void;
  offerFeeds(statuses: readonly FeedStatus[]): void;
  /** Writes what is not written yet, without a wait. What is offered after that is left out. */
  close(): Promise<void>;
}

type Write = (expiresAt: EpochMs) => Promise<void>;

/** Writes the newest value of each subject at its turn; values that a newer one overtakes are left out. */
export function hotWriter(
  hot: HotStateWriter,
  { clock, everyMs = SECOND_MS, ttlMs, failed }: HotWriterOptions,
): HotWriter {
  const subjects = new Map<string, Turns>();
  let closed = false;

  const attempt = async (write: Write): Promise<boolean> => {
    try {
      await write(after(clock.now(), ttlMs));
      return true;
    } catch (error) {
      failed(error);
      return false;
    }
  };

  const offer = (subject: string, write: Write): void => {
    if (closed) return;
    const turns = subjects.get(subject) ?? new Turns(attempt, everyMs, () => subjects.delete(subject));
    subjects.set(subject, turns);
    turns.offer(write);
  };

  return {
    offer: (windowId, snapshot) => offer(windowId, (expiresAt) => hot.put(windowId, snapshot(), expiresAt)),
    offerFeeds: (statuses) => offer('feeds', (expiresAt) => hot.putFeeds(statuses, expiresAt)),
    async close() {
      closed = true;
      await Promise.all([...subjects.values()].map((turns) => turns.close()));
    },
  };
}

/** The writes of one subject: one at a time, begun at least `everyMs` apart. */
class Turns {
  readonly #attempt: (write: Write) => Promise<boolean>;
  readonly #everyMs: number;
  readonly #idle: () => void;
  #newest: Write | undefined;
  #writing: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(attempt: (write: Write) => Promise<boolean>, everyMs: number, idle: () => void) {
    this.#attempt = attempt;
    this.#everyMs = everyMs;
    this.#idle = idle;
  }

  offer(write: Write): void {
    this.#newest = write;
    this.#next();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#writing;
    if (this.#newest !== undefined) await this.#attempt(this.#newest);
  }

  #next(): void {
    if (this.#closed || this.#writing !== undefined || this.#timer !== undefined) return;
    if (this.#newest === undefined) {
      this.#idle();
      return;
    }
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#next();
    }, this.#everyMs);
    this.#writing = this.#write(this.#newest);
  }

  async #write(write: Write): Promise<void> {
    this.#newest = undefined;
    if (!(await this.#attempt(write))) this.#newest ??= write;
    this.#writing = undefined;
    this.#next();
  }
}
