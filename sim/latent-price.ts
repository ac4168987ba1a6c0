import { DAY_MS } from '../shared/domain/units/time.ts';
import { makeArrivals } from './arrivals.ts';
import type { Random } from './random.ts';
import { PRICE } from './statistics.ts';
import { makeWave } from './wave.ts';

/** The price that all feeds follow, one step of {@link PRICE.stepMs} at a time. No feed prints it as it is. */
export interface LatentPrice {
  /** Dollars now. */
  readonly dollars: number;
  /** Volatility now against its long-run level: 1 on average. */
  readonly activity: number;
  step(): void;
}

/** Bursts: a move that starts at random and spends itself in a few seconds. Log return of each step. */
function bursts(random: Random) {
  const { perDay, medianSize, sizeSigma, meanLifeMs } = PRICE.burst;
  const perStep = (perDay * PRICE.stepMs) / DAY_MS;
  const spent = 1 - Math.exp(-PRICE.stepMs / meanLifeMs);
  let left = 0;
  return (activity: number) => {
    if (random.uniform() < perStep * activity)
      left += (random.uniform() < 0.5 ? -1 : 1) * random.lognormal(medianSize, sizeSigma);
    const now = left * spent;
    left -= now;
    return now;
  };
}

/** Large orders being worked, and the echo of those that ended. Log return of each step. */
function workedOrders(random: Random) {
  const { perDay, size, lengthMs, decays, decayMeanLifeMs } = PRICE.workedOrders;
  const arrivals = makeArrivals(random);
  const expected = (perDay * PRICE.stepMs) / DAY_MS;
  const spent = 1 - Math.exp(-PRICE.stepMs / decayMeanLifeMs);
  let working: { readonly perStep: number; stepsLeft: number; readonly echo: number }[] = [];
  let echo = 0;
  return () => {
    arrivals(expected, () => {
      const total = (random.uniform() < 0.5 ? -1 : 1) * random.lognormal(size.median, size.sigma);
      const steps = Math.ceil(random.lognormal(lengthMs.median, lengthMs.sigma) / PRICE.stepMs);
      working.push({ perStep: total / steps, stepsLeft: steps, echo: -total * decays });
    });
    let move = echo * spent;
    echo -= move;
    for (const order of working) {
      move += order.perStep;
      if (--order.stepsLeft === 0) echo += order.echo;
    }
    if (working.some(({ stepsLeft }) => stepsLeft === 0))
      working = working.filter(({ stepsLeft }) => stepsLeft > 0);
    return move;
  };
}

export function makeLatentPrice(random: Random): LatentPrice {
  const slow = makeWave(random, PRICE.slowWave);
  const quick = makeWave(random, PRICE.quickWave);
  const burst = bursts(random);
  const worked = workedOrders(random);
  const diffusion = PRICE.sigma * Math.sqrt(PRICE.stepMs / 1_000);
  // E[exp(2x)] = exp(2 var) for the sum of the waves: taken out, so that the mean variance is sigma^2.
  const tilt = PRICE.slowWave.deviation ** 2 + PRICE.quickWave.deviation ** 2;
  const latent = { dollars: PRICE.start as number, activity: 1, step };

  function step() {
    latent.activity = Math.exp(slow() + quick() - tilt);
    const { activity } = latent;
    const move = activity * diffusion * random.normal() + worked() + burst(activity);
    latent.dollars *= Math.exp(move);
  }
  return latent;
}
