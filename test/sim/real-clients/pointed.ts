import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pro, type Trade } from 'ccxt';
import { onTestFinished } from 'vitest';
import type { TapeLine } from '../../../shared/adapters/tape/format.ts';
import { type RunningVenue, startVenue } from '../../../sim/servers/venue.ts';
import { madeTape } from '../../backtest/made-tape.ts';

/** A running venue for one test, whose tape begins now and passes at the pace of the wall clock. */
export async function venueOf(lines: readonly TapeLine[]): Promise<RunningVenue> {
  const tape = madeTape(join(mkdtempSync(join(tmpdir(), 'quarterhour-client-')), 'made.tape'), lines);
  const venue = await startVenue({ tapes: [tape] });
  onTestFinished(() => venue.close());
  return venue;
}

/** Every URL below `urls` with its scheme and path, at another host and below `prefix`. */
const movedTo = (host: string, urls: unknown): unknown =>
  typeof urls === 'string'
    ? urls.replace(/^(http|ws)s?:\/\/[^/]+/, `$1://${host}`)
    : Object.fromEntries(Object.entries(urls as object).map(([name, url]) => [name, movedTo(host, url)]));

/** As much of a client as the tests use. */
export interface Watching {
  watchTrades(symbol: string): Promise<Trade[]>;
}

type Exchange = 'binance' | 'coinbase' | 'coinbaseexchange' | 'kraken';

/** ccxt's own client of an exchange with its URLs at ours, and nothing else changed. */
export async function clientOf(
  exchange: Exchange,
  { port }: RunningVenue,
  { rest, sockets }: { rest: string; sockets: string },
) {
  const client = new pro[exchange]();
  const { ws, ...api } = client.urls.api as Record<string, unknown>;
  const moved = movedTo(`127.0.0.1:${port}${rest}`, api) as object;
  client.urls.api = { ...moved, ws: movedTo(`127.0.0.1:${port}${sockets}`, ws) };
  // ccxt asks for this before it opens a socket without TLS.
  await client.loadHttpProxyAgent();
  onTestFinished(() => client.close());
  return client;
}
