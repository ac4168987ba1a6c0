import { setTimeout as passed } from 'node:timers/promises';
import { ConfigurationError } from '../../shared/contracts/errors.ts';
import { type EpochMs, epochMs, toIso } from '../../shared/domain/units/time.ts';
import { type RunningVenue, startVenue } from '../../sim/servers/venue.ts';
import type { Home } from './home.ts';
import type { Voice } from './output.ts';
import { plainTable } from './table.ts';
import { resolveTapes } from './tapes.ts';

/** How long late questions are answered after the end of the tape. */
const LINGER_MS = 60_000;

export interface VenueVerbOptions {
  readonly tape: string;
  readonly port: number;
  readonly rate: number;
  /** Where on the tape to start, as ISO text. */
  readonly from?: string;
  /** Goes on answering after the end of the tape. */
  readonly stay: boolean;
}

/** What a client may connect to, below the URL of the venue. */
const PLACES: readonly (readonly [venue: string, sockets: string, rest: string])[] = [
  ['Binance', '/binance/ws, /binance/stream', '/binance/api/v3'],
  ['Coinbase', '/coinbase', '/coinbase/rest'],
  ['Kraken', '/kraken/v2', '/kraken/rest/0/public'],
  ['Bitstamp', '/bitstamp', '/bitstamp/api/v2'],
  ['Polymarket CLOB', '/clob/ws/market', '/clob'],
  ['Polymarket Gamma', '', '/gamma'],
  ['Polymarket PolyBolt', '/polybolt/ws', ''],
  ['Polymarket RTDS', '/rtds', ''],
  ['Polymarket web site', '', '/site/api/geoblock'],
];

/** Serves a tape on 127.0.0.1 as its venues would, until it ends or somebody interrupts. */
export async function venueVerb(options: VenueVerbOptions, home: Home, voice: Voice): Promise<void> {
  const from = options.from === undefined ? undefined : instant(options.from);
  const tapes = await resolveTapes(options.tape, home, voice);
  const interrupted = interruption();
  const venue = await startVenue({ tapes, port: options.port, rate: options.rate, from });
  try {
    introduce(venue, voice);
    await Promise.race([venue.ended, interrupted.promise]);
    if (interrupted.heard()) return;
    voice.note(
      options.stay
        ? 'The tape has ended.'
        : `The tape has ended; late questions are answered for ${LINGER_MS / 1_000} s.`,
    );
    await Promise.race([
      interrupted.promise,
      ...(options.stay ? [] : [passed(LINGER_MS, undefined, { ref: false })]),
    ]);
  } finally {
    interrupted.forget();
    await venue.close();
  }
}

function introduce({ url, header, from, to, rate }: RunningVenue, voice: Voice): void {
  const { synthetic, title } = header;
  voice.result({ url, synthetic, title, from: toIso(from), to: toIso(to), rate });
  const sockets = url.replace('http', 'ws');
  const table = plainTable(['Venue', 'Sockets', 'REST']);
  const under = (base: string, paths: string) => paths.replaceAll(/(^|, )\//g, `$1${base}/`);
  for (const [name, socket, rest] of PLACES) table.push([name, under(sockets, socket), under(url, rest)]);
  if (synthetic) voice.say('SYNTHETIC: a program made these markets up.');
  voice.say(`${title}, ${toIso(from)} to ${toIso(to)}, at ${rate} times the pace of the clock`);
  voice.say(table.toString());
  voice.say(`The time there: ${url}/quarterhour`);
}

function instant(text: string): EpochMs {
  const at = Date.parse(text);
  if (!(at >= 0)) throw new ConfigurationError(`--from ${text} is no instant; write 2026-11-20T00:15:00Z`);
  return epochMs(at);
}

/** Resolves when somebody asks this process to end. */
function interruption() {
  const { promise, resolve } = Promise.withResolvers<void>();
  let heard = false;
  const hear = () => {
    heard = true;
    resolve();
  };
  process.once('SIGINT', hear).once('SIGTERM', hear);
  return {
    promise,
    heard: () => heard,
    forget: () => void process.off('SIGINT', hear).off('SIGTERM', hear),
  };
}
