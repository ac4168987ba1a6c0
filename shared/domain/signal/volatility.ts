/** Returns over so many seconds, one every five. */
const QUICK_S = 5;
const SLOW_S = 60;
const QUICK_HALF_LIFE_S = 5 * 60;
const SLOW_HALF_LIFE_S = 30 * 60;
/** Fewer quick returns than these, or so old that they weigh no more, say nothing of the volatility. */
const LEAST_RETURNS = 12;
/** Weight of the quick variance in the blend; the rest is the slow one. */
const QUICK_SHARE = 0.25;
/** Variance a second over a quarter of an hour against that of five-second returns, which are autocorrelated. */
const QUICK_TO_LONG = 1.5;
/** The long-run variance weighs as much as so many minutes of returns. */
const LONG_RUN_MINUTES = 1;
/**
 * A little less than makes (realised - predicted) / predicted deviate by 1: returns have fat tails, and with all of their
 * variance the probabilities in the middle would be too timid (docs/volatility.md).
 */
const SCALE = 0.95;

/** A mean of variances a second in which each weighs half as much after every half-life. */
class FadingVariance {
  readonly #halfLifeS: number;
  #sum = 0;
  #weight = 0;

  constructor(halfLifeS: number) {
    this.#halfLifeS = halfLifeS;
  }

  get sum(): number {
    return this.#sum;
  }

  get weight(): number {
    return this.#weight;
  }

  fade(seconds: number): void {
    const kept = 0.5 ** (seconds / this.#halfLifeS);
    this.#sum *= kept;
    this.#weight *= kept;
  }

  add(logReturn: number, seconds: number): void {
    this.#sum += (logReturn * logReturn) / seconds;
    this.#weight += 1;
  }
}

/** Twelve returns, each five seconds older than the next. */
const LEAST_WEIGHT =
  (1 - 0.5 ** ((LEAST_RETURNS * QUICK_S) / QUICK_HALF_LIFE_S)) / (1 - 0.5 ** (QUICK_S / QUICK_HALF_LIFE_S));

/**
 * The volatility of one asset as a decision needs it: the standard deviation of log returns per square root of a second
 * over the ten minutes to come. The variance of five-second returns follows the market but misses what is
 * autocorrelated; that of one-minute returns has it but is noisy; the long-run one is what both are drawn back to. The
 * figures are fitted to recorded days, none of them to a strategy's gain: docs/volatility.md.
 */
export class Volatility {
  readonly #longRun: number;
  readonly #quick = new FadingVariance(QUICK_HALF_LIFE_S);
  readonly #slow = new FadingVariance(SLOW_HALF_LIFE_S);

  /** `longRun` is the asset's usual volatility, per square root of a second. */
  constructor(longRun: number) {
    this.#longRun = longRun;
  }

  /** `seconds` went by. */
  fade(seconds: number): void {
    this.#quick.fade(seconds);
    this.#slow.fade(seconds);
  }

  /** Takes the log returns of the last five and the last sixty seconds, as far as they are known. */
  add({ quick, slow }: { readonly quick: number | undefined; readonly slow: number | undefined }): void {
    if (quick !== undefined) this.#quick.add(quick, QUICK_S);
    if (slow !== undefined) this.#slow.add(slow, SLOW_S);
  }

  /** Per square root of a second; undefined before a minute of returns, and when the last ones are too old. */
  sigma(): number | undefined {
    // The weight of twelve returns in a row is a sum in another order.
    if (this.#quick.weight < LEAST_WEIGHT * (1 - 1e-9)) return undefined;
    const perMinute = SLOW_S / QUICK_S;
    const prior = LONG_RUN_MINUTES * perMinute;
    const quick = (QUICK_TO_LONG * this.#quick.sum) / this.#quick.weight;
    const slow = (this.#slow.sum + prior * this.#longRun ** 2) / (this.#slow.weight + prior);
    return SCALE * Math.sqrt(QUICK_SHARE * quick + (1 - QUICK_SHARE) * slow);
  }
}
