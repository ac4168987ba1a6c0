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
