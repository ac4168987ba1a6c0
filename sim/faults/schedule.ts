export interface Moment {
  readonly atMs: number;
  readonly happen: () => void;
}

/** Lets every moment happen when the clock reaches it, in order; nothing adds up when one is late. */
export class Schedule {
  readonly #moments: Moment[];
  readonly #elapsedMs: () => number;
  #timer: NodeJS.Timeout | undefined;

  constructor(moments: readonly Moment[], elapsedMs: () => number) {
    this.#moments = moments.toSorted((a, b) => a.atMs - b.atMs);
    this.#elapsedMs = elapsedMs;
  }

  start(): void {
    while (this.#moments[0] !== undefined && this.#moments[0].atMs <= this.#elapsedMs())
      this.#moments.shift()?.happen();
    const [next] = this.#moments;
    if (next !== undefined)
      this.#timer = setTimeout(() => this.start(), Math.max(1, next.atMs - this.#elapsedMs()));
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
