const SAMPLES = 512;

/** Receipt minus exchange time, in milliseconds: network and clock skew together, so that it may be negative. */
export interface Lag {
  readonly median: number;
  readonly p95: number;
}

/** The lag of one channel's latest 512 frames. */
export class LagSamples {
  readonly #samples = new Float64Array(SAMPLES);
  #count = 0;

  add(lagMs: number): void {
    this.#samples[this.#count++ % SAMPLES] = lagMs;
  }

  /** Undefined before the first sample. */
  lag(): Lag | undefined {
    if (this.#count === 0) return undefined;
    const sorted = this.#samples.slice(0, Math.min(this.#count, SAMPLES)).sort();
    const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
    return { median: at(0.5) as number, p95: at(0.95) as number };
  }
}
