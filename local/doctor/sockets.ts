import { once } from 'node:events';
import type WebSocket from 'ws';
import { binanceProtocol } from '../../shared/adapters/binance/client.ts';
import type { Hosts } from '../../shared/contracts/hosts.ts';
import { SPOT_SOURCES } from '../../shared/domain/market/event.ts';
import { bad, type Check, good, type Trouble, warn } from './check.ts';
import { type Connect, UpgradeRefused } from './connect.ts';
import { distance, LIMIT_MS } from './rest.ts';
import { troubleOf, troubleOfStatus } from './trouble.ts';

const SAMPLES = 3;

/** What a host did: answered pings, opened and answered none, or neither. */
type Reached =
  | { readonly kind: 'answers'; readonly tookMs: readonly number[] }
  | { readonly kind: 'mute' }
  | { readonly kind: 'away'; readonly trouble: Trouble };

const MUTE: Trouble = {
  value: 'opens, but answers no ping',
  remedy: 'The way there may swallow what is sent: try again, and without a proxy.',
};

/** The sockets of one venue, in order of preference. */
export interface Sockets {
  readonly name: string;
  readonly urls: readonly string[];
  /** Without any of them there is nothing to trade. */
  readonly needed: boolean;
}

export function socketsOf(hosts: Hosts): readonly Sockets[] {
  const spot = SPOT_SOURCES.map((name) => ({ name, urls: hosts[name], needed: false }));
  const [binance, ...others] = spot as [Sockets, ...Sockets[]];
  return [
    // Binance has streams, and nothing at the address itself.
    { ...binance, urls: binanceProtocol({ urls: binance.urls, assets: ['btc'] }).urls },
    ...others,
    { name: 'polymarket CLOB', urls: hosts.clobSocket, needed: true },
    { name: 'polymarket prices (PolyBolt)', urls: hosts.polybolt, needed: false },
    { name: 'polymarket prices (RTDS)', urls: hosts.rtds, needed: false },
  ];
}

export interface SocketChecks {
  readonly name: string;
  /** Whether one of the hosts is there. */
  readonly reached: boolean;
  readonly checks: readonly Check[];
}

/** Every host of a venue; a host that is not there is bad only if the venue is needed and has no other. */
export async function socketChecks(
  { name, urls, needed }: Sockets,
  connect: Connect,
  signal: AbortSignal,
): Promise<SocketChecks> {
  const all = await Promise.all(urls.map((url) => reach(url, connect, signal)));
  const reached = all.some(({ kind }) => kind !== 'away');
  const checks = all.map((each, index) => {
    const title = `${name} socket (${new URL(urls[index] as string).host})`;
    if (each.kind === 'answers') return distance(title, each.tookMs);
    if (each.kind === 'mute') return warn(title, MUTE);
    return needed && !reached ? bad(title, each.trouble) : warn(title, each.trouble);
  });
  return { name, reached, checks };
}

/** What the consensus is left with. */
export function spotCheck(venues: readonly SocketChecks[]): Check {
  const spot = venues.filter(({ name }) => (SPOT_SOURCES as readonly string[]).includes(name));
  const there = spot.filter(({ reached }) => reached).length;
  const value = `${there} of ${spot.length} reached`;
  if (there === spot.length) return good('spot exchanges', value);
  if (there === 0)
    return bad('spot exchanges', {
      value,
      remedy: 'Without one every window is skipped: follow the lines of the exchanges above.',
    });
  return warn('spot exchanges', {
    value,
    remedy: 'It goes on with those that are there; the price is surer with all of them.',
  });
}

/** Connects as a feed would, and measures three pings of the socket's own. */
async function reach(url: string, connect: Connect, signal: AbortSignal): Promise<Reached> {
  let socket: WebSocket | undefined;
  try {
    socket = await connect(url, signal);
    const tookMs: number[] = [];
    while (tookMs.length < SAMPLES) tookMs.push(await ping(socket, signal));
    return { kind: 'answers', tookMs };
  } catch (error) {
    if (socket !== undefined) return { kind: 'mute' };
    const trouble = error instanceof UpgradeRefused ? troubleOfStatus(error.status) : troubleOf(error);
    return { kind: 'away', trouble };
  } finally {
    socket?.terminate();
  }
}

async function ping(socket: WebSocket, signal: AbortSignal): Promise<number> {
  const startedAt = performance.now();
  const pong = once(socket, 'pong', { signal: AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]) });
  socket.ping();
  await pong;
  return performance.now() - startedAt;
}
