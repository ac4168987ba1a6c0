import { makeArrivals } from './arrivals.ts';
import type { Random } from './random.ts';
import { PRICE, SPOT } from './statistics.ts';
import { makeSampledWave } from './wave.ts';

/** One print of an exchange. */
export interface Print {
  readonly at: number;
  /** In ticks of the venue. */
  readonly ticks: number;
  readonly quantity: number;
  readonly takerBuys: boolean;
}

/** What a venue's mid did in one step, in dollars, and how quickly trades come: 1 at the usual volatility. */
export interface SpotStep {
  readonly from: number;
  readonly before: number;
  readonly now: number;
  readonly pace: number;
}

export interface TradingHabits {
  readonly ordersPerSecond: number;
  readonly sweepMean: number;
  readonly tick: number;
  readonly halfSpread: number;
  readonly wander: number;
}

/** The trades of one exchange: orders arrive, each takes one or more prints at the bid or the ask. */
export function makeTrades(random: Random, habits: TradingHabits, print: (print: Print) => void) {
  const arrivals = makeArrivals(random);
  const wander = makeSampledWave(random, { deviation: habits.wander, halfLifeMs: SPOT.wanderHalfLifeMs });

  function sweep(at: number, mid: number): void {
    const takerBuys = random.uniform() < 0.5;
    const away = takerBuys ? 1 : -1;
    let ticks = Math.round((mid + away * habits.halfSpread) / habits.tick);
    for (;;) {
      const quantity = Math.max(0.00001, random.lognormal(SPOT.quantity.median, SPOT.quantity.sigma));
      print({ at, ticks, quantity: Math.min(quantity, 20), takerBuys });
      if (random.uniform() * habits.sweepMean < 1) return;
      if (random.uniform() < 0.5) ticks += away;
    }
  }

  return ({ from, before, now, pace }: SpotStep): void => {
    const expected = (habits.ordersPerSecond * PRICE.stepMs * pace) / 1_000;
    arrivals(expected, (share) => {
      const at = Math.floor(from + share * PRICE.stepMs);
      sweep(at, before + (now - before) * share + wander(at));
    });
  };
}
