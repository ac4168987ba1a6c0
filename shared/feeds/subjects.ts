import { MINUTE_MS } from '../domain/units/time.ts';

/** A subject that stays quiet however often we reconnect is given this long at most. */
const MOST_PATIENCE_MS = 16 * MINUTE_MS;
/** Without a silence for so long a subject is taken for lively again. */
const CALM_MS = MINUTE_MS;

interface Subject {
  heardAt: number;
  /** Silence for longer than this means frozen. */
  patienceMs: number;
  /** Since when it has not been silent for as long as a feed may be. */
  livelySince: number;
}

/**
 * What each of the products that share a socket lets hear, so that one of them cannot fall silent behind the others. A
 * subject counts once it was heard, on whatever connection: one that the venue does not have is not waited for. Some
 * markets are quiet by nature: each time that silence was taken for frozen the subject is given twice as long, until it
 * has been lively for a minute. Instants are of one monotonic clock, in milliseconds.
 */
export class Subjects {
  readonly #names: ReadonlySet<string>;
  readonly #silenceMs: number;
  readonly #subjects = new Map<string, Subject>();

  /** Other names than `names`, as those in a frame that was cut short, mean nothing. */
  constructor(names: readonly string[], silenceMs: number) {
    this.#names = new Set(names);
    this.#silenceMs = silenceMs;
  }

  heard(name: string, now: number): void {
    const subject = this.#subjects.get(name);
    if (subject === undefined) {
      if (this.#names.has(name))
        this.#subjects.set(name, { heardAt: now, patienceMs: this.#silenceMs, livelySince: now });
      return;
    }
    if (now - subject.heardAt > this.#silenceMs) subject.livelySince = now;
    else if (now - subject.livelySince > CALM_MS) subject.patienceMs = this.#silenceMs;
    subject.heardAt = now;
  }

  /** All are taken for heard at `at`: on a new connection, upon a heartbeat for all, or when it was us who did not listen. */
  excuse(at: number): void {
    for (const subject of this.#subjects.values()) subject.heardAt = Math.max(subject.heardAt, at);
  }

  /** A subject that has been silent for too long, which from now on is given more time. */
  takeFrozen(now: number): string | undefined {
    for (const [name, subject] of this.#subjects) {
      if (now - subject.heardAt <= subject.patienceMs) continue;
      subject.patienceMs = Math.min(2 * subject.patienceMs, MOST_PATIENCE_MS);
      subject.livelySince = now;
      return name;
    }
    return undefined;
  }
}
