import { makeRandom } from './random.ts';

export const WINDOW_MS = 900_000;

/** A window and the names that the venue gives it. */
export interface SimulatedWindow {
  readonly openAt: number;
  readonly closeAt: number;
  readonly slug: string;
  readonly marketId: string;
  readonly eventId: string;
  readonly conditionId: string;
  readonly upToken: string;
  readonly downToken: string;
}

/** A token id is a 256-bit hash in decimal digits. */
const tokenId = (hex: string) => BigInt(`0xa${hex.slice(1)}`).toString();

export function makeWindow(seed: number, openAt: number): SimulatedWindow {
  const random = makeRandom(seed, `window ${openAt}`);
  const quarter = openAt / WINDOW_MS;
  return {
    openAt,
    closeAt: openAt + WINDOW_MS,
    slug: `btc-updown-15m-${openAt / 1_000}`,
    marketId: String(quarter),
    eventId: String(quarter + 1_000_000),
    conditionId: `0x${random.hex(64)}`,
    upToken: tokenId(random.hex(64)),
    downToken: tokenId(random.hex(64)),
  };
}
