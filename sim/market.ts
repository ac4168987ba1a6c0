import { makeLatentPrice } from './latent-price.ts';
import { makeMakerView } from './maker-view.ts';
import type { Outbox } from './outbox.ts';
import type { Profile } from './profile.ts';
import { makeReferenceFeed } from './reference-feed.ts';
import type { SpotStep } from './spot-trades.ts';
import { PRICE, SPOT } from './statistics.ts';
import { makeVenue } from './venue.ts';

interface MarketSettings {
  readonly seed: number;
  readonly profile: Profile;
  readonly startAt: number;
  readonly firstOpenAt: number;
  readonly windows: number;
}

type Exchange = (step: SpotStep) => void;

/**
 * One path of the price, and all that follows it, a step at a time: `exchanges`, the reference feed and the venue. The
 * last two are the same whatever exchanges there are.
 */
export function makeMarket(
  { seed, profile, startAt, firstOpenAt, windows }: MarketSettings,
  outbox: Outbox,
  exchanges: readonly Exchange[],
) {
  const price = makeLatentPrice(seed, profile.price);
  const view = makeMakerView(profile.maker);
  const reference = makeReferenceFeed(seed, outbox);
  const { maker } = profile;
  const venue = makeVenue({ seed, startAt, firstOpenAt, windows, outbox, reference, maker });
  const expected = (withinMs: number) => price.foreseen(withinMs) + view.reversal(withinMs);
  return {
    price,
    step(from: number): void {
      const before = price.dollars;
      price.step(from);
      const { dollars: now, activity } = price;
      const at = from + PRICE.stepMs;
      const pace = Math.max(SPOT.leastPace, activity ** SPOT.rateByVolatility);
      for (const exchange of exchanges) exchange({ from, before, now, pace });
      reference.step(at, now);
      view.step(at, now);
      venue(from, { now: at, dollars: now, sigma: view.sigma, expected });
    },
  };
}
