import { BOOK, PRICE } from './statistics.ts';

const { usualLevel, usualShare, halfLifeMs, sampleMs, everyMs } = BOOK.volatility;
const SAMPLES = sampleMs / everyMs;

/** What the market maker makes of the path so far. */
export interface MakerView {
  /** Takes in each new price. */
  step(at: number, dollars: number): void;
  /** Volatility per square root of a second: slower than the market's own. */
  readonly sigma: number;
  /** Log return that is expected to be taken back in time: a share of the distance from the price's recent average. */
  readonly reversal: number;
}

export function makeMakerView(): MakerView {
  const kept = 0.5 ** (everyMs / halfLifeMs);
  const forgotten = 1 - 0.5 ** (PRICE.stepMs / BOOK.reversal.halfLifeMs);
  const minutes: number[] = [];
  let recent = usualLevel ** 2;
  let average = Math.log(PRICE.start);
  let reversal = 0;
  return {
    get sigma() {
      return Math.sqrt(usualShare * usualLevel ** 2 + (1 - usualShare) * recent);
    },
    get reversal() {
      return reversal;
    },
    step(at, dollars) {
      const level = Math.log(dollars);
      average += forgotten * (level - average);
      reversal = BOOK.reversal.share * (average - level);
      if (at % everyMs !== 0) return;
      minutes.push(level);
      if (minutes.length <= SAMPLES) return;
      const moved = level - minutes.shift()!;
      recent = kept * recent + ((1 - kept) * moved * moved * 1_000) / sampleMs;
    },
  };
}
