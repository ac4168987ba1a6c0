import type { Random } from './random.ts';
import { PRICE } from './statistics.ts';

/** A value that wanders around zero with a stationary `deviation` and is pulled back by half in `halfLifeMs`. Call it once a step. */
export function makeWave(
  random: Random,
  { halfLifeMs, deviation }: { halfLifeMs: number; deviation: number },
) {
  const kept = 0.5 ** (PRICE.stepMs / halfLifeMs);
  const kick = deviation * Math.sqrt(1 - kept * kept);
  let at = deviation * random.normal();
  return (): number => {
    at = at * kept + kick * random.normal();
    return at;
  };
}

/** The same wave, asked only now and then: each call says when, in ms, and never goes back. */
export function makeSampledWave(
  random: Random,
  { halfLifeMs, deviation }: { halfLifeMs: number; deviation: number },
) {
  let value = deviation * random.normal();
  let lastAt = Number.NaN;
  return (at: number): number => {
    const kept = Number.isNaN(lastAt) ? 1 : 0.5 ** ((at - lastAt) / halfLifeMs);
    value = value * kept + deviation * Math.sqrt(1 - kept * kept) * random.normal();
    lastAt = at;
    return value;
  };
}
