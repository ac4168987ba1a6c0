import { DAY_MS, MINUTE_MS } from '../shared/domain/units/time.ts';
import { makeArrivals } from './arrivals.ts';
import type { PriceSettings } from './profile.ts';
import { makeRandom, type Random } from './random.ts';
import { PRICE } from './statistics.ts';
import { makeWave } from './wave.ts';
import { WINDOW_MS } from './window.ts';

/** The price that all feeds follow, one step of {@link PRICE.stepMs} at a time. No feed prints it as it is. */
export interface LatentPrice {
  /** Dollars now. */
  readonly dollars: number;
  /** Volatility now against its long-run level: 1 on average. */
  readonly activity: number;
  /** The log return within a time that who sees the drift expects. */
  foreseen(withinMs: number): number;
  /** Goes on from `from` to the next step. */
  step(from: number): void;
}

/** Log return of each step. */
function bursts(random: Random, { perDay, medianSize, sizeSigma, meanLifeMs }: PriceSettings['burst']) {
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
function workedOrders(random: Random, settings: PriceSettings['workedOrders']) {
  if (settings === undefined) return () => 0;
  const { perDay, size, lengthMs, decays, decayMeanLifeMs } = settings;
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

/** What is left of each move to follow the rest. Gives the log return of a step in which the whole move is `move`. */
function trailing({ share, meanLifeMs }: PriceSettings['trailing']) {
  const spent = 1 - Math.exp(-PRICE.stepMs / meanLifeMs);
  let left = 0;
  return (move: number) => {
    const now = left * spent;
    left += share * move - now;
    return (1 - share) * move + now;
  };
}

/**
 * The level of a seed between the two. Steps of the golden ratio spread any ten seeds in a row evenly, so that ten days
 * hold calm and wild ones as ten days of the recordings do.
 */
function levelOf(seed: number, { least, most }: PriceSettings['sigma']): number {
  const GOLDEN_RATIO = (Math.sqrt(5) - 1) / 2;
  const along = 0.5 + seed * GOLDEN_RATIO;
  return least + (most - least) * (along - Math.floor(along));
}

export function makeLatentPrice(seed: number, settings: PriceSettings): LatentPrice {
  const random = makeRandom(seed, 'price');
  const waves = settings.waves.map((wave) => makeWave(random, wave));
  const burst = bursts(random, settings.burst);
  const worked = workedOrders(random, settings.workedOrders);
  const trail = trailing(settings.trailing);
  const level = levelOf(seed, settings.sigma);
  const diffusion = level * Math.sqrt(PRICE.stepMs / 1_000);
  // E[exp(2x)] = exp(2 var) for the sum of the waves: taken out, so that the mean variance is sigma^2.
  const tilt = settings.waves.reduce((sum, { deviation }) => sum + deviation ** 2, 0);
  const { drift } = settings;
  // Its own draws, so that a path without drift is the same path.
  const wave = makeWave(makeRandom(seed, 'drift'), { ...drift, deviation: 1 });
  const meanLifeMs = drift.halfLifeMs / Math.LN2;
  let now = 0;
  const latent = { dollars: PRICE.start as number, activity: 1, foreseen, step };

  function step(from: number) {
    const minute = settings.byMinute[Math.floor((from % WINDOW_MS) / MINUTE_MS)]!;
    latent.activity = minute * Math.exp(waves.reduce((sum, wave) => sum + wave(), 0) - tilt);
    const { activity } = latent;
    now = activity * level * drift.deviation * wave();
    const move =
      activity * diffusion * random.normal() + worked() + burst(activity) + now * (PRICE.stepMs / 1_000);
    latent.dollars *= Math.exp(trail(move));
  }

  function foreseen(withinMs: number) {
    return (now * meanLifeMs * (1 - Math.exp(-withinMs / meanLifeMs))) / 1_000;
  }
  return latent;
}
