import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import { WebSocketServer } from 'ws';
import { type Hosts, hostsOfVenue } from '../../../shared/contracts/hosts.ts';
import { type Answer, answering } from '../../shared/adapters/ccxt/exchanges.ts';

/** What a path does to a client that wants a socket: a status in its place, nothing ever, or a conversation. */
export type Upgrade = number | 'hang' | ((socket: WebSocket) => void);

/** Every venue on one server, healthy unless told otherwise. Keys are the beginnings of paths. */
export interface Manners {
  readonly rest?: Readonly<Record<string, () => Answer>>;
  readonly sockets?: Readonly<Record<string, Upgrade>>;
}

const HEALTHY: Readonly<Record<string, () => Answer>> = {
  '/binance/api/v3/time': () => ({ body: { serverTime: Date.now() } }),
  '/coinbase/rest/time': () => ({ body: { iso: new Date().toISOString(), epoch: Date.now() / 1_000 } }),
  '/kraken/rest/0/public/Time': () => ({
    body: { error: [], result: { unixtime: Math.floor(Date.now() / 1_000) } },
  }),
  '/bitstamp/api/v2/ticker/btcusd': () => ({ body: { last: '64000.5' } }),
  '/clob/time': () => ({ body: String(Math.floor(Date.now() / 1_000)) }),
  '/gamma/events': () => ({ body: [] }),
  '/site/api/geoblock': () => ({ body: { blocked: false, ip: '192.0.2.1', country: 'IE', region: '' } }),
};
const SOCKETS = ['/binance', '/coinbase', '/kraken', '/bitstamp', '/clob', '/polybolt', '/rtds'];

const under = <T>(table: Readonly<Record<string, T>>, path: string): T | undefined =>
  Object.entries(table).find(([start]) => path.startsWith(start))?.[1];

export async function venueOf({ rest = {}, sockets = {} }: Manners = {}): Promise<{
  url: string;
  hosts: Hosts;
}> {
  const { url, server } = await answering(({ pathname }) => {
    const answer = under(rest, pathname) ?? under(HEALTHY, pathname);
    return answer?.() ?? { status: 404, body: {} };
  });
  const upgrades = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, line: Socket, head) => {
    const path = request.url as string;
    const manner =
      under(sockets, path) ?? (SOCKETS.some((start) => path.startsWith(start)) ? () => undefined : 404);
    if (manner === 'hang') return;
    if (typeof manner === 'number')
      line.end(`HTTP/1.1 ${manner} Refused\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`);
    else upgrades.handleUpgrade(request, line, head, manner);
  });
  return { url, hosts: hostsOfVenue(url) };
}
