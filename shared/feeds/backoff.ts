const FIRST_MS = 250;
/** While an outage is young a venue is likely to be back soon, and we want to be there. */
export const YOUNG_MS = 60_000;
const YOUNG_CAP_MS = 2_000;
const OLD_CAP_MS = 30_000;

/**
 * How long to wait before the next attempt: full jitter, from nothing to a bound that doubles with every failed
 * attempt up to 2 seconds, and up to 30 seconds once the outage has lasted a minute. `random` lies in [0, 1).
 */
export function backoffMs(
  { failures, outageMs }: { readonly failures: number; readonly outageMs: number },
  random: () => number,
): number {
  const cap = outageMs < YOUNG_MS ? YOUNG_CAP_MS : OLD_CAP_MS;
  return Math.floor(random() * Math.min(cap, FIRST_MS * 2 ** Math.min(failures, 20)));
}
