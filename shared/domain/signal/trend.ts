/** What a path of returns since the open has done so far. */
export interface Trend {
  /** The last value: the return since the open, as a fraction. */
  readonly change: number;
  /** R-squared of the value against time, 0 to 1; 0 for a path without a slope or with fewer than 3 points. */
  readonly consistency: number;
  /** High minus low, as a fraction of the price at the open. */
  readonly volatility: number;
  /** Least-squares slope, as a fraction a second. */
  readonly slope: number;
  readonly points: number;
}

/**
 * Momentum of one window, updated in O(1) per point: ordinary least squares of value on *time* with running
 * means (Welford), so that bursts of ticks do not bend the time axis and nothing cancels.
 */
export class TrendLine {
  #points = 0;
  #meanT = 0;
  #meanV = 0;
  #sumTT = 0;
  #sumTV = 0;
  #sumVV = 0;
  #high = 0;
  #low = 0;
  #last = 0;

  /** `seconds` since the open, `value` the return since the open as a fraction. */
  add(seconds: number, value: number): void {
    const n = ++this.#points;
    const dt = seconds - this.#meanT;
    const dv = value - this.#meanV;
    this.#meanT += dt / n;
    this.#meanV += dv / n;
    this.#sumTT += dt * (seconds - this.#meanT);
    this.#sumTV += dt * (value - this.#meanV);
    this.#sumVV += dv * (value - this.#meanV);
    this.#high = Math.max(this.#high, value);
    this.#low = Math.min(this.#low, value);
    this.#last = value;
  }

  /** Undefined before the first point. */
  trend(): Trend | undefined {
    if (this.#points === 0) return undefined;
    const flat = this.#points < 3 || this.#sumTT === 0 || this.#sumVV === 0;
    return {
      change: this.#last,
      consistency: flat ? 0 : Math.min(1, (this.#sumTV * this.#sumTV) / (this.#sumTT * this.#sumVV)),
      volatility: this.#high - this.#low,
      slope: this.#sumTT === 0 ? 0 : this.#sumTV / this.#sumTT,
      points: this.#points,
    };
  }
}
