import type { Series } from '../../domain/market/series.ts';
import { type Window, windowAt } from '../../domain/market/window.ts';
import { after, type EpochMs, epochMs, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../domain/units/time.ts';

/** What we know of a window's market, and when we last asked. */
export interface Known {
  readonly window: Window;
  readonly askedAt: EpochMs | undefined;
  readonly listed: boolean;
  readonly acceptingOrders: boolean;
  readonly hasStrike: boolean;
  readonly resolved: boolean;
}

export const unknown = (window: Window): Known => ({
  window,
  askedAt: undefined,
  listed: false,
  acceptingOrders: false,
  hasStrike: false,
  resolved: false,
});

/** Resolutions come 20 to 90 seconds after the close, rarely later (facts 4.6). */
const UNLISTED_MS = 30 * SECOND_MS;
const SETTLING_MS = 5 * SECOND_MS;
const SETTLING_FOR_MS = 2 * MINUTE_MS;
const LATE_MS = 30 * SECOND_MS;
const GIVE_UP_MS = HOUR_MS;

/** The window of `series` at `now` and the `ahead` that follow it. */
export function upcoming(series: Series, now: EpochMs, ahead: number): readonly Window[] {
  let window = windowAt(series, now);
  const windows = [window];
  while (windows.length <= ahead) {
    window = windowAt(series, window.closeAt);
    windows.push(window);
  }
  return windows;
}

/**
 * When to ask for a window's listing next; undefined when there is nothing more to learn. Until it is listed every 30
 * seconds, until it takes orders every minute, around the open every minute until the strike is told, and after the
 * close every 5 seconds, later 30, until it is resolved or an hour has passed.
 */
export function nextAskAt(known: Known, now: EpochMs): EpochMs | undefined {
  const { window, askedAt } = known;
  if (known.resolved || now >= after(window.closeAt, GIVE_UP_MS)) return undefined;
  if (now >= window.closeAt && !known.listed) return undefined;
  if (askedAt === undefined) return now;
  if (askedAt >= window.closeAt) return after(askedAt, settlingPause(window, askedAt));
  return epochMs(Math.min(beforeClose(known, askedAt), after(window.closeAt, SETTLING_MS)));
}

const settlingPause = ({ closeAt }: Window, askedAt: EpochMs): number =>
  askedAt < after(closeAt, SETTLING_FOR_MS) ? SETTLING_MS : LATE_MS;

function beforeClose({ window, listed, acceptingOrders, hasStrike }: Known, askedAt: EpochMs): EpochMs {
  if (!listed) return after(askedAt, UNLISTED_MS);
  const inAMinute = after(askedAt, MINUTE_MS);
  if (!acceptingOrders) return inAMinute;
  if (hasStrike) return after(window.closeAt, SETTLING_MS);
  return epochMs(Math.max(inAMinute, window.openAt - MINUTE_MS));
}
