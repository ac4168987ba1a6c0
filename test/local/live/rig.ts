import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { Collector } from '../../../fargate/collector/collect.ts';
import type { TapeLine } from '../../../shared/adapters/tape/format.ts';
import { parseConfiguration, signalParameters } from '../../../shared/contracts/config.ts';
import { type RunningVenue, startVenue, type VenueOptions } from '../../../sim/servers/venue.ts';
import { listing, madeTape, print } from '../../backtest/made-tape.ts';

/** 2026-09-28T17:30:00Z, when a window opens. */
export const OPEN = 1_790_616_600_000;
export const WINDOW = `btc-15m-${OPEN / 1_000}`;
export const SERIES = [{ asset: 'btc', length: '15m' }] as const;

/** The listing of the window, its strike of 64,000.5 dollars, and a sign of life half an hour later. */
export const LISTED = listing(OPEN - 600_000, { slug: `btc-updown-15m-${OPEN / 1_000}`, condition: '0x1' });
export const STRIKE = print(OPEN, '64000500000000000000000');
export const heartbeat = (receivedAt: number): TapeLine => ({
  receivedAt,
  channel: 'kraken',
  frame: '{"channel":"heartbeat"}',
});

/** A simulated venue that plays `lines`, until the test is done. */
export async function venueOf(
  folder: string,
  lines: readonly TapeLine[],
  options: Partial<VenueOptions> = {},
): Promise<RunningVenue> {
  const tape = madeTape(join(folder, 'venue.tape'), lines);
  const venue = await startVenue({ tapes: [tape], ...options });
  onTestFinished(() => venue.close());
  return venue;
}

export const aCollector = (): Collector =>
  new Collector({
    parameters: signalParameters(parseConfiguration({}), 'paper'),
    wake: () => undefined,
    listed: () => undefined,
    closed: () => undefined,
    refused: () => undefined,
  });
