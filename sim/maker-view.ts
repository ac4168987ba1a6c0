import type { MakerSettings } from './profile.ts';
import { PRICE } from './statistics.ts';

/** What the market maker makes of the path so far. */
export interface MakerView {
  /** Takes in each new price. */
  step(at: number, dollars: number): void;
  /** Volatility per square root of a second, of the last minutes. */
  readonly sigma: number;
  /** Log return that is expected to be taken back within a time. */
  reversal(withinMs: number): number;
}

type ViewSettings = Pick<MakerSettings, 'volatility' | 'reversal'>;

export function makeMakerView({ volatility, reversal }: ViewSettings): MakerView {
  const { usualLevel, usualShare, halfLifeMs, sampleMs, everyMs } = volatility;
  const kept = 0.5 ** (everyMs / halfLifeMs);
  const forgotten = reversal === undefined ? 0 : 1 - 0.5 ** (PRICE.stepMs / reversal.halfLifeMs);
  const samples: number[] = [];
  let recent = usualLevel ** 2;
  let level = Math.log(PRICE.start);
  let average = level;
  return {
    get sigma() {
      return Math.sqrt(usualShare * usualLevel ** 2 + (1 - usualShare) * recent);
    },
    reversal: (withinMs) =>
      reversal === undefined
        ? 0
        : reversal.share * (average - level) * (1 - Math.exp(-withinMs / reversal.meanLifeMs)),
    step(at, dollars) {
      level = Math.log(dollars);
      average += forgotten * (level - average);
      if (at % everyMs !== 0) return;
      samples.push(level);
      if (samples.length <= sampleMs / everyMs) return;
      const moved = level - samples.shift()!;
      recent = kept * recent + ((1 - kept) * moved * moved * 1_000) / sampleMs;
    },
  };
}
