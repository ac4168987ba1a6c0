import { BOOK } from './statistics.ts';

const { usualLevel, usualShare, halfLifeMs, sampleMs, everyMs } = BOOK.volatility;
const SAMPLES = sampleMs / everyMs;

/**
 * What the market maker takes for volatility: slower than the market's own. Call `step` with each new price;
 * `sigma` is per square root of a second.
 */
export function makeMakerVolatility() {
  const kept = 0.5 ** (everyMs / halfLifeMs);
  const minutes: number[] = [];
  let recent = usualLevel ** 2;
  return {
    get sigma() {
      return Math.sqrt(usualShare * usualLevel ** 2 + (1 - usualShare) * recent);
    },
    step(at: number, dollars: number): void {
      if (at % everyMs !== 0) return;
      minutes.push(dollars);
      if (minutes.length <= SAMPLES) return;
      const moved = Math.log(dollars / minutes.shift()!);
      recent = kept * recent + ((1 - kept) * moved * moved * 1_000) / sampleMs;
    },
  };
}
