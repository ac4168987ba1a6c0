/** Two beats without a sign of life: the tape has none here, and the venue sends one of its own. */
const QUIET_BEATS = 2;

/** Whether a sign of life is owed, at each of the venue's beats. */
export class Pulse {
  #quiet = 0;

  /** The tape had one. */
  heard(): void {
    this.#quiet = 0;
  }

  /** Asked once a beat. */
  isOwed(): boolean {
    this.#quiet++;
    return this.#quiet >= QUIET_BEATS;
  }
}
